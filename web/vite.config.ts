/// Builds the page into one HTML file without any address in it that would have to be fetched.
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

/// Moves the bundle's script and styles into the page itself.
function oneFile(): Plugin {
  return {
    name: "one-file",
    enforce: "post",
    generateBundle(_options, bundle) {
      const page = bundle["index.html"];
      if (page?.type !== "asset") throw new Error("vite made no index.html");
      let html = String(page.source);
      for (const [name, file] of Object.entries(bundle)) {
        if (file === page) continue;
        if (file.type === "chunk") {
          // A script element ends at the first "</script", wherever that stands.
          const code = file.code.trim().replaceAll("</script", "<\\/script");
          html = html.replace(/<script[^>]*src="[^"]*"[^>]*><\/script>/, "");
          html = html.replace("</body>", () => `<script type="module">${code}</script></body>`);
        } else if (name.endsWith(".css")) {
          html = html.replace(/<link rel="stylesheet"[^>]*>/, () => `<style>${String(file.source).trim()}</style>`);
        }
        delete bundle[name];
      }
      page.source = html;
    },
  };
}

export default defineConfig({
  plugins: [oneFile()],
  build: {
    target: "es2022",
    // Browsers that know light-dark(), so that the page's own switch of colours works.
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    modulePreload: false,
  },
  server: { proxy: { "/v1": process.env["QUORUM_SERVER"] ?? "http://127.0.0.1:8000" } },
  test: { include: ["src/**/*.test.ts", "tests/**/*.test.ts"] },
});
