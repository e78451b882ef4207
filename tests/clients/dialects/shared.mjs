// What the dialects of the scripted provider have in common.

/** One event of a stream, named where the dialect names its events. */
export const sse = (data, event) => `${event ? `event: ${event}\n` : ""}data: ${JSON.stringify(data)}\n\n`;

/** The base64 text of a `data:` address, or the address itself. */
export const base64Of = (url) => (url.startsWith("data:") ? url.slice(url.indexOf(",") + 1) : url);
