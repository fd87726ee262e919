// C interface of libtrainer_text: Google's sentencepiece for the managed side. Every call returns 0 on success;
// otherwise ts_last_error holds this thread's message. Text is UTF-8 with an explicit length in bytes.
#pragma once

#include <cstdint>

#define TS_EXPORT extern "C" __attribute__((visibility("default")))

struct ts_model;

// One token of an encoded text, with the bytes of the text that it stands for. A piece that stands for none has end = begin.
struct ts_token {
    int32_t id;
    int32_t begin;
    int32_t end;
};

struct ts_special_ids {
    int32_t unknown;
    int32_t bos;
    int32_t eos;
    int32_t pad;
};

TS_EXPORT int32_t ts_abi_version();
TS_EXPORT int32_t ts_last_error(char* buffer, int32_t capacity);

TS_EXPORT int32_t ts_model_load(const void* bytes, int64_t length, ts_model** result);
TS_EXPORT void ts_model_free(ts_model* model);
TS_EXPORT int32_t ts_model_info(const ts_model* model, int32_t* size, ts_special_ids* special);
TS_EXPORT int32_t ts_piece_to_id(const ts_model* model, const char* piece, int32_t length, int32_t* id);

// The following write at most `capacity` items and always report the full count, so that a caller can come back with more room.
TS_EXPORT int32_t ts_model_bytes(const ts_model* model, char* buffer, int64_t capacity, int64_t* length);
TS_EXPORT int32_t ts_id_to_piece(const ts_model* model, int32_t id, char* buffer, int64_t capacity, int64_t* length);
TS_EXPORT int32_t ts_encode(const ts_model* model, const char* text, int32_t length, ts_token* tokens, int64_t capacity, int64_t* count);
TS_EXPORT int32_t ts_decode(const ts_model* model, const int32_t* ids, int32_t count, char* buffer, int64_t capacity, int64_t* length);

// Trains a model; names and values are sentencepiece's own options, each ended by a zero byte.
TS_EXPORT int32_t ts_train(const char* const* names, const char* const* values, int32_t count, ts_model** result);
