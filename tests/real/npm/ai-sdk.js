// What a program does with the AI SDK, against the server whose address and key it is given; results go out as JSON.

import { createGoogleGenerativeAI } from "@ai-sdk/google";
import { APICallError, generateText, streamText } from "ai";

const [baseUrl, apiKey] = process.argv.slice(2);

function model(id, key = apiKey, headers = {}) {
  return createGoogleGenerativeAI({ apiKey: key, baseURL: `${baseUrl}/v1beta`, headers })(id);
}

function seen(result) {
  return { text: result.text, pictures: result.files.map((file) => file.base64), tokens: result.usage.totalTokens };
}

async function chat(id) {
  const messages = [];
  const turns = [];
  for (const content of ["a lighthouse", "make it night", "mirror it"]) {
    messages.push({ role: "user", content });
    const result = await generateText({ model: model(id), messages });
    messages.push(...result.response.messages);
    turns.push(seen(result));
  }
  return turns;
}

async function stream(id) {
  const kinds = [];
  for await (const piece of streamText({ model: model(id), prompt: "a lighthouse" }).fullStream) kinds.push(piece.type);
  return kinds;
}

async function refused(key, script) {
  const headers = script ? { "x-studio-script": script } : {};
  try {
    await generateText({ model: model("gemini-3.1-flash-image", key, headers), prompt: "x", maxRetries: 0 });
  } catch (error) {
    return { isApiError: APICallError.isInstance(error), status: error.statusCode, message: error.message };
  }
  return null;
}

const results = { chats: {}, streams: {}, errors: {} };
for (const id of ["gemini-3.1-flash-image", "google/gemini-2.5-flash-image"]) {
  results.chats[id] = await chat(id);
  results.streams[id] = await stream(id);
}
for (const name of ["403-google", "404-google", "429-per-day", "500-google", "503-gateway"]) {
  results.errors[name] = await refused(apiKey, name);
}
results.errors.key = await refused("wrong", "");
console.log(JSON.stringify(results));
