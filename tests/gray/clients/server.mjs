// OpenFeature's server SDK and its OFREP provider, asked line by line.
// Arguments: address, API key. In: {kind, flag, otherwise, context}. Out: the details,
// with `sent`, the requests that have gone out so far.
import { createInterface } from "node:readline";

import { OFREPProvider } from "@openfeature/ofrep-provider";
import { OpenFeature } from "@openfeature/server-sdk";

const [baseUrl, key] = process.argv.slice(2);
let sent = 0;
const counted = (...question) => {
  sent += 1;
  return fetch(...question);
};
const provider = new OFREPProvider({
  baseUrl,
  headers: { "X-API-Key": key },
  fetchImplementation: counted,
});
await OpenFeature.setProviderAndWait(provider);
const client = OpenFeature.getClient();
const kinds = {
  boolean: "getBooleanDetails",
  string: "getStringDetails",
  number: "getNumberDetails",
  object: "getObjectDetails",
};
for await (const line of createInterface({ input: process.stdin })) {
  const { kind, flag, otherwise, context } = JSON.parse(line);
  const details = await client[kinds[kind]](flag, otherwise, context);
  console.log(JSON.stringify({ ...details, sent }));
}
