#include "trainer_text.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <vector>

#include <sentencepiece_processor.h>
#include <sentencepiece_trainer.h>

struct ts_model {
    sentencepiece::SentencePieceProcessor processor;
};

namespace {

constexpr int32_t abi_version = 1;
thread_local std::string last_error;

enum status : int32_t { success = 0, library_error = 1, exception = 2, unknown_exception = 3 };

// sentencepiece reports by value; this carries its message to the one place that turns failures into statuses.
struct library_failure {
    std::string message;
};

void require(const sentencepiece::util::Status& status) {
    if (!status.ok()) {
        throw library_failure{status.ToString()};
    }
}

template <typename Body>
int32_t guarded(Body body) noexcept {
    try {
        body();
        return success;
    } catch (const library_failure& failure) {
        last_error = failure.message;
        return library_error;
    } catch (const std::exception& error) {
        last_error = error.what();
        return exception;
    } catch (...) {
        last_error = "an unknown C++ exception";
        return unknown_exception;
    }
}

void require_id(const ts_model* model, int32_t id) {
    const int32_t size = model->processor.GetPieceSize();
    if (id < 0 || id >= size) {
        throw std::out_of_range("id " + std::to_string(id) + " is outside the vocabulary of " + std::to_string(size) + " pieces");
    }
}

void copy_out(const std::string& text, char* buffer, int64_t capacity, int64_t* length) {
    *length = static_cast<int64_t>(text.size());
    std::memcpy(buffer, text.data(), static_cast<size_t>(std::min(*length, capacity)));
}

}  // namespace

int32_t ts_abi_version() { return abi_version; }

int32_t ts_last_error(char* buffer, int32_t capacity) {
    const int32_t length = std::min(capacity, static_cast<int32_t>(last_error.size()));
    std::memcpy(buffer, last_error.data(), static_cast<size_t>(length));
    return length;
}

int32_t ts_model_load(const void* bytes, int64_t length, ts_model** result) {
    return guarded([&] {
        auto model = std::make_unique<ts_model>();
        require(model->processor.LoadFromSerializedProto({static_cast<const char*>(bytes), static_cast<size_t>(length)}));
        *result = model.release();
    });
}

void ts_model_free(ts_model* model) { delete model; }

int32_t ts_model_info(const ts_model* model, int32_t* size, ts_special_ids* special) {
    return guarded([&] {
        const auto& processor = model->processor;
        *size = processor.GetPieceSize();
        *special = {processor.unk_id(), processor.bos_id(), processor.eos_id(), processor.pad_id()};
    });
}

int32_t ts_piece_to_id(const ts_model* model, const char* piece, int32_t length, int32_t* id) {
    return guarded([&] { *id = model->processor.PieceToId({piece, static_cast<size_t>(length)}); });
}

int32_t ts_model_bytes(const ts_model* model, char* buffer, int64_t capacity, int64_t* length) {
    return guarded([&] { copy_out(model->processor.serialized_model_proto(), buffer, capacity, length); });
}

int32_t ts_id_to_piece(const ts_model* model, int32_t id, char* buffer, int64_t capacity, int64_t* length) {
    return guarded([&] {
        require_id(model, id);
        copy_out(model->processor.IdToPiece(id), buffer, capacity, length);
    });
}

int32_t ts_encode(const ts_model* model, const char* text, int32_t length, ts_token* tokens, int64_t capacity, int64_t* count) {
    return guarded([&] {
        const auto encoded = model->processor.EncodeAsImmutableProto({text, static_cast<size_t>(length)});
        *count = static_cast<int64_t>(encoded.pieces_size());
        const int64_t written = std::min(*count, capacity);
        for (int64_t index = 0; index < written; ++index) {
            const auto piece = encoded.pieces(static_cast<int>(index));
            tokens[index] = {static_cast<int32_t>(piece.id()), static_cast<int32_t>(piece.begin()), static_cast<int32_t>(piece.end())};
        }
    });
}

int32_t ts_decode(const ts_model* model, const int32_t* ids, int32_t count, char* buffer, int64_t capacity, int64_t* length) {
    return guarded([&] {
        const std::vector<int> list(ids, ids + count);
        for (const int id : list) {
            require_id(model, id);
        }

        std::string text;
        require(model->processor.Decode(list, &text));
        copy_out(text, buffer, capacity, length);
    });
}

int32_t ts_train(const char* const* names, const char* const* values, int32_t count, ts_model** result) {
    return guarded([&] {
        std::unordered_map<std::string, std::string> options;
        for (int32_t index = 0; index < count; ++index) {
            options[names[index]] = values[index];
        }

        std::string bytes;
        require(sentencepiece::SentencePieceTrainer::Train(options, nullptr, &bytes));
        auto model = std::make_unique<ts_model>();
        require(model->processor.LoadFromSerializedProto(bytes));
        *result = model.release();
    });
}
