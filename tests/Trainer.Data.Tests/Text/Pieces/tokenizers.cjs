// Reads tokenizer.json, tokenizer_config.json and texts.json of a folder, and prints the ids of each text and the text of its ids: node tokenizers.cjs FOLDER
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { Tokenizer } = require("@huggingface/tokenizers");

const read = (name) => JSON.parse(readFileSync(join(process.argv[2], name), "utf8"));
const tokenizer = new Tokenizer(read("tokenizer.json"), read("tokenizer_config.json"));
const ids = read("texts.json").map((text) => tokenizer.encode(text).ids);
console.log(JSON.stringify({ ids, texts: ids.map((list) => tokenizer.decode(list, { skip_special_tokens: true, clean_up_tokenization_spaces: false })) }));
