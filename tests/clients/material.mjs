// What every client sends and every provider must receive.

/** A PNG of one red pixel. */
export const image = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";

const object = (properties, required = Object.keys(properties)) =>
  ({ type: "object", properties, required, additionalProperties: false });

export const tools = [
  { name: "weather", description: "The weather of a city.", parameters: object({ city: { type: "string" } }) },
  { name: "clock", description: "The time in a zone.",
    parameters: object({ zone: { type: "string" }, short: { type: "boolean" } }) },
];

export const results = [{ name: "weather", text: "7 °C" }, { name: "clock", text: "12:00" }];

/** Its members' order is not the alphabet's. */
export const schema = object({ city: { type: "string" }, degrees: { type: "integer" } });
