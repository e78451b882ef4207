// The description that the server gives of itself is valid OpenAPI and true of every route.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import SwaggerParser from "@apidevtools/swagger-parser";
import { startQuorum } from "./quorum.mjs";

let quorum;
before(async () => { quorum = await startQuorum({}); });
after(async () => { await quorum?.close(); });

test("/openapi.json is valid OpenAPI 3.1", async () => {
  const document = await (await fetch(`${quorum.origin}/openapi.json`)).json();
  const api = await SwaggerParser.validate(structuredClone(document));
  assert.ok(Object.keys(api.paths).length >= 12);
  for (const [path, operations] of Object.entries(api.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      assert.ok(operation.summary, `${method} ${path} has no summary`);
      assert.ok(operation.responses, `${method} ${path} has no responses`);
    }
  }
});

test("every described path answers", async () => {
  const document = await (await fetch(`${quorum.origin}/openapi.json`)).json();
  for (const path of Object.keys(document.paths)) {
    const response = await fetch(quorum.origin + path.replace(/\{[^}]+\}/g, "none"), { method: "PROPFIND" });
    assert.equal(response.status, 405, path);
    assert.ok(response.headers.get("allow"), path);
  }
});
