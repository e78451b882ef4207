// All clients, each in as many rows as it has ways to ask.
import { fileURLToPath } from "node:url";
import Anthropic0 from "anthropic0";
import Anthropic1 from "anthropic1";
import OpenAI6 from "openai6";
import OpenAI7 from "openai7";
import ai from "./adapters/ai.mjs";
import { anthropic } from "./adapters/anthropic.mjs";
import cohere from "./adapters/cohere.mjs";
import genai from "./adapters/genai.mjs";
import groq from "./adapters/groq.mjs";
import langchain from "./adapters/langchain.mjs";
import mistral from "./adapters/mistral.mjs";
import ollama from "./adapters/ollama.mjs";
import { openai } from "./adapters/openai.mjs";
import { python } from "./adapters/python.mjs";
import { responses } from "./adapters/responses.mjs";

const interpreter = (venv) => fileURLToPath(new URL(`../../build/clients/${venv}/bin/python`, import.meta.url));

const pythons = () => Promise.all([
  ...["openai_client", "anthropic_client", "genai_client", "ollama_client", "cohere_client"]
    .map((module) => python(interpreter("official"), module)),
  ...["openai_client", "litellm_client"].map((module) => python(interpreter("litellm"), module)),
]);

export const clients = async () => [
  ...openai(6, OpenAI6), ...openai(7, OpenAI7),
  ...responses(6, OpenAI6), ...responses(7, OpenAI7),
  ...anthropic(0, Anthropic0), ...anthropic(1, Anthropic1),
  ...genai, ...ai, ...langchain, ...groq, ...mistral, ...ollama, ...cohere,
  ...(await pythons()).flat(),
];
