// OpenFeature's web SDK and its OFREP provider, asked line by line.
// Arguments: address, API key. In: {who} changes the person, {kind, flag, otherwise} asks,
// {} only looks. Out: the details, `requests` since the last line as
// {status, tag: what If-None-Match said, etag, length of the body, at: milliseconds}, and the `events`.
import { createInterface } from "node:readline";

import { OFREPWebProvider } from "@openfeature/ofrep-web-provider";
import { OpenFeature, ProviderEvents } from "@openfeature/web-sdk";

const [baseUrl, key] = process.argv.slice(2);
let requests = [];
let events = [];
const watched = async (question, options) => {
  const asked = new Request(question, options);
  const answer = await fetch(asked);
  const body = await answer.clone().text();
  requests.push({
    status: answer.status,
    tag: asked.headers.get("If-None-Match"),
    etag: answer.headers.get("ETag"),
    length: body.length,
    at: performance.now(),
  });
  return answer;
};
const provider = new OFREPWebProvider({
  baseUrl,
  headers: [["X-API-Key", key]],
  fetchImplementation: watched,
  pollInterval: 100,
  cacheMode: "disabled",
});
for (const kind of [ProviderEvents.Stale, ProviderEvents.Error, ProviderEvents.ConfigurationChanged]) {
  OpenFeature.addHandler(kind, () => events.push(kind));
}
const kinds = {
  boolean: "getBooleanDetails",
  string: "getStringDetails",
  number: "getNumberDetails",
  object: "getObjectDetails",
};
let client;
for await (const line of createInterface({ input: process.stdin })) {
  const { who, kind, flag, otherwise } = JSON.parse(line);
  if (who) {
    await OpenFeature.setContext({ targetingKey: who });
  }
  if (!client) {
    await OpenFeature.setProviderAndWait(provider).catch((error) => events.push(String(error)));
    client = OpenFeature.getClient();
  }
  const details = kind ? client[kinds[kind]](flag, otherwise) : {};
  console.log(JSON.stringify({ ...details, requests, events }));
  requests = [];
  events = [];
}
process.exit(0);
