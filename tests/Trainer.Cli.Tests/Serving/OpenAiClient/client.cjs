// Asks a server as any program would, and prints what it got: node client.cjs BASE_URL PICTURE_AS_DATA_URL
const OpenAI = require("openai");

const [baseURL, picture] = process.argv.slice(2);
const client = new OpenAI({ baseURL, apiKey: "none", maxRetries: 0 });

const request = (url, model = "tiny-llava") => ({
  model,
  max_tokens: 24,
  messages: [{
    role: "user",
    content: [
      { type: "image_url", image_url: { url } },
      { type: "text", text: "Please describe this image in detail." },
    ],
  }],
});

const ask = (url, model) => client.chat.completions.create(request(url, model));
const failure = (promise) => promise.then(() => "no error", (error) => `${error.constructor.name} ${error.status} ${error.code}`);

async function stream() {
  const events = await client.chat.completions.create({ ...request(picture), stream: true, stream_options: { include_usage: true } });
  const streamed = { pieces: [], reason: null, usage: null };
  for await (const { choices, usage } of events) {
    streamed.usage = usage ?? streamed.usage;
    streamed.reason = choices[0]?.finish_reason ?? streamed.reason;
    if (choices[0]?.delta.content) {
      streamed.pieces.push(choices[0].delta.content);
    }
  }
  return streamed;
}

async function hangUp() {
  const events = await client.chat.completions.create({ ...request(picture), max_tokens: 200, stream: true });
  for await (const _ of events) {
    events.controller.abort();
  }
  return events.controller.signal.aborted ? "aborted" : "went on";
}

async function main() {
  const models = await client.models.list();
  const whole = await ask(picture);
  const streamed = await stream();
  console.log(JSON.stringify({
    models: models.data.map((model) => model.id),
    answer: whole.choices[0].message.content,
    usage: whole.usage,
    pieces: streamed.pieces,
    streamed_usage: streamed.usage,
    finish_reasons: [whole.choices[0].finish_reason, streamed.reason],
    errors: [await failure(ask(picture, "gpt-4o")), await failure(ask("https://example.org/cat.png"))],
    hung_up: await hangUp(),
    after: (await ask(picture)).choices[0].message.content,
  }));
}

main();
