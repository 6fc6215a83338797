// What a program does with @google/genai, against the server whose address and key it is given; results go out as JSON.

import { readFileSync } from "node:fs";
import { ApiError, GoogleGenAI } from "@google/genai";

const MODEL = "gemini-3.1-flash-image";
const config = { imageConfig: { aspectRatio: "16:9", imageSize: "512" } };
const [baseUrl, apiKey, photo] = process.argv.slice(2);

function client(key = apiKey, headers = {}) {
  return new GoogleGenAI({ apiKey: key, httpOptions: { baseUrl, headers } });
}

function seen(parts) {
  return parts.map((part) => ({
    text: part.text,
    signed: Boolean(part.thoughtSignature),
    picture: part.inlineData?.data,
  }));
}

function partsOf(response) {
  return response.candidates[0].content.parts;
}

async function generate() {
  const response = await client().models.generateContent({ model: MODEL, contents: "a lighthouse", config });
  return { parts: seen(partsOf(response)), finish: response.candidates[0].finishReason, usage: response.usageMetadata };
}

async function edit() {
  const image = { inlineData: { mimeType: "image/png", data: readFileSync(photo).toString("base64") } };
  const contents = ["make it night", image];
  return { parts: seen(partsOf(await client().models.generateContent({ model: MODEL, contents, config }))) };
}

async function chat() {
  const talk = client().chats.create({ model: MODEL, config });
  const turns = [];
  for (const message of ["a lighthouse", "make it night", "mirror it"]) {
    turns.push(seen(partsOf(await talk.sendMessage({ message }))));
  }
  return { turns, history: talk.getHistory().map((content) => content.role) };
}

async function streamedChat() {
  const talk = client().chats.create({ model: MODEL, config });
  const turns = [];
  for (const message of ["a lighthouse", "make it night", "mirror it"]) {
    const parts = [];
    for await (const chunk of await talk.sendMessageStream({ message })) parts.push(...partsOf(chunk));
    turns.push(seen(parts));
  }
  return { turns };
}

async function stream() {
  const chunks = [];
  const asked = { model: MODEL, contents: "a lighthouse", config };
  for await (const chunk of await client().models.generateContentStream(asked)) chunks.push(seen(partsOf(chunk)));
  return { chunks };
}

async function list() {
  const names = [];
  for await (const model of await client().models.list({ config: { pageSize: 2 } })) names.push(model.name);
  return { names };
}

async function count() {
  return await client().models.countTokens({ model: MODEL, contents: "a lighthouse" });
}

async function files() {
  const ai = client();
  const file = await ai.files.upload({ file: photo, config: { mimeType: "image/png" } });
  const image = { fileData: { fileUri: file.uri, mimeType: file.mimeType } };
  const parts = partsOf(await ai.models.generateContent({ model: MODEL, contents: ["make it night", image], config }));
  await ai.files.delete({ name: file.name });
  return { parts: seen(parts), gone: await refused(() => ai.files.get({ name: file.name })) };
}

async function refused(ask) {
  try {
    await ask();
  } catch (error) {
    return { isApiError: error instanceof ApiError, status: error.status, message: error.message };
  }
  return null;
}

async function errors() {
  const scripts = ["400-invalid", "403-google", "404-google", "429-per-day", "500-google", "503-gateway", "504-google"];
  const found = {};
  for (const name of scripts) {
    const asked = { model: MODEL, contents: name };
    found[name] = await refused(() => client(apiKey, { "x-studio-script": name }).models.generateContent(asked));
  }
  found.key = await refused(() => client("wrong").models.generateContent({ model: MODEL, contents: "x" }));
  found.model = await refused(() => client().models.generateContent({ model: "gemini-9-image", contents: "x" }));
  return found;
}

const results = {};
for (const action of [generate, edit, chat, streamedChat, stream, list, count, files, errors]) {
  results[action.name] = await action();
}
console.log(JSON.stringify(results));
