#include "trainer_imaging.h"

#include <algorithm>
#include <cstring>
#include <exception>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

#include <vips/vips.h>

namespace {

thread_local std::string last_error;

// Some decoders say what is wrong only in a warning.
thread_local std::string last_warning;

struct Unref {
    void operator()(gpointer object) const { g_object_unref(object); }
};
using Image = std::unique_ptr<VipsImage, Unref>;
using Source = std::unique_ptr<VipsSource, Unref>;

[[noreturn]] void fail_with_vips() {
    std::string message = vips_error_buffer();
    vips_error_clear();
    while (!message.empty() && message.back() == '\n') {
        message.pop_back();
    }
    std::replace(message.begin(), message.end(), '\n', ';');
    if (message.empty()) {
        message = last_warning.empty() ? "libvips failed without a message" : last_warning;
    }
    throw std::runtime_error(message);
}

void check(int status) {
    if (status != 0) {
        fail_with_vips();
    }
}

Image own(VipsImage* image) {
    if (image == nullptr) {
        fail_with_vips();
    }
    return Image(image);
}

void keep_warning(const gchar*, GLogLevelFlags, const gchar* message, gpointer) { last_warning = message; }

// Loaders that libvips calls unsafe for files from strangers stay off.
void start() {
    static std::once_flag once;
    std::call_once(once, [] {
        if (VIPS_INIT("trainer") != 0) {
            fail_with_vips();
        }
        vips_block_untrusted_set(TRUE);
        // A damaged picture is reported once, by the caller, and not on stderr as well.
        g_log_set_handler("VIPS", G_LOG_LEVEL_WARNING, keep_warning, nullptr);
        // Pictures are decoded by worker threads of our own, and kept by us: no second pool, no second cache.
        vips_concurrency_set(1);
        vips_cache_set_max(0);
    });
}

template <typename Body>
int32_t guarded(Body&& body) {
    try {
        start();
        last_warning.clear();
        body();
        return 0;
    } catch (const std::exception& error) {
        last_error = error.what();
        return 1;
    } catch (...) {
        last_error = "an unknown native error";
        return 2;
    }
}

int32_t copy_text(const std::string& text, char* buffer, int32_t capacity) {
    const auto length = std::min<size_t>(text.size(), static_cast<size_t>(std::max(capacity, 0)));
    std::memcpy(buffer, text.data(), length);
    return static_cast<int32_t>(length);
}

Image wrap(const void* pixels, int32_t width, int32_t height, int32_t bands) {
    const auto size = static_cast<size_t>(width) * height * bands;
    auto image = own(vips_image_new_from_memory(pixels, size, width, height, bands, VIPS_FORMAT_UCHAR));
    VipsImage* tagged = nullptr;
    check(vips_copy(image.get(), &tagged, "interpretation", VIPS_INTERPRETATION_sRGB, nullptr));
    return Image(tagged);
}

void hand_over(VipsImage* image, ti_image* result) {
    size_t size = 0;
    auto* pixels = static_cast<uint8_t*>(vips_image_write_to_memory(image, &size));
    if (pixels == nullptr) {
        fail_with_vips();
    }
    *result = ti_image{pixels, vips_image_get_width(image), vips_image_get_height(image), vips_image_get_bands(image)};
}

uint8_t without_ink(int light, int ink) {
    const int product = light * ink + 128;
    return static_cast<uint8_t>(light - (((product >> 8) + product) >> 8));
}

// PIL's arithmetic, which no colour profile takes part in.
void cmyk_to_rgb(VipsImage* image, ti_image* result) {
    hand_over(image, result);
    const int64_t count = static_cast<int64_t>(result->width) * result->height;
    for (int64_t i = 0; i < count; ++i) {
        const uint8_t* ink = result->pixels + 4 * i;
        const int light = 255 - ink[3];
        const uint8_t rgb[] = {without_ink(light, ink[0]), without_ink(light, ink[1]), without_ink(light, ink[2])};
        std::memcpy(result->pixels + 3 * i, rgb, sizeof rgb);
    }
    result->bands = 3;
}

// As PIL's convert("RGB"): alpha is dropped without compositing, grey is repeated.
Image to_rgb(Image image) {
    if (vips_image_hasalpha(image.get())) {
        VipsImage* opaque = nullptr;
        check(vips_extract_band(image.get(), &opaque, 0, "n", vips_image_get_bands(image.get()) - 1, nullptr));
        image.reset(opaque);
    }
    if (vips_image_get_interpretation(image.get()) != VIPS_INTERPRETATION_sRGB) {
        VipsImage* converted = nullptr;
        check(vips_colourspace(image.get(), &converted, VIPS_INTERPRETATION_sRGB, nullptr));
        image.reset(converted);
    }
    VipsImage* bytes = nullptr;
    check(vips_cast_uchar(image.get(), &bytes, nullptr));
    image.reset(bytes);
    if (vips_image_get_bands(image.get()) != 3) {
        throw std::runtime_error("the picture has " + std::to_string(vips_image_get_bands(image.get())) + " colour bands instead of 3");
    }
    return image;
}

}  // namespace

int32_t ti_abi_version() { return 1; }

int32_t ti_last_error(char* buffer, int32_t capacity) { return copy_text(last_error, buffer, capacity); }

int32_t ti_version(char* buffer, int32_t capacity) { return copy_text(vips_version_string(), buffer, capacity); }

void ti_free(void* memory) { g_free(memory); }

int32_t ti_decode(const void* bytes, int64_t length, int64_t max_pixels, ti_image* result) {
    return guarded([&] {
        auto image = own(vips_image_new_from_buffer(
            bytes, static_cast<size_t>(length), "", "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", VIPS_FAIL_ON_TRUNCATED, nullptr));
        const int64_t width = vips_image_get_width(image.get()), height = vips_image_get_height(image.get());
        if (width * height > max_pixels) {
            throw std::runtime_error(
                "the picture has " + std::to_string(width) + " x " + std::to_string(height) + " pixels, more than the " +
                std::to_string(max_pixels) + " allowed");
        }
        if (vips_image_get_interpretation(image.get()) == VIPS_INTERPRETATION_CMYK && vips_image_get_bands(image.get()) == 4 &&
            vips_image_get_format(image.get()) == VIPS_FORMAT_UCHAR) {
            cmyk_to_rgb(image.get(), result);
            return;
        }
        image = to_rgb(std::move(image));
        hand_over(image.get(), result);
    });
}

// A source rather than a file's name: libvips would take brackets at a name's end for options.
int32_t ti_measure(const char* path, int32_t* width, int32_t* height) {
    return guarded([&] {
        const Source source(vips_source_new_from_file(path));
        if (source == nullptr) {
            fail_with_vips();
        }
        const auto image = own(vips_image_new_from_source(source.get(), "", "access", VIPS_ACCESS_SEQUENTIAL, nullptr));
        *width = vips_image_get_width(image.get());
        *height = vips_image_get_height(image.get());
    });
}

int32_t ti_encode(const ti_image* image, const char* suffix, uint8_t** bytes, int64_t* length) {
    return guarded([&] {
        auto source = wrap(image->pixels, image->width, image->height, image->bands);
        void* buffer = nullptr;
        size_t size = 0;
        check(vips_image_write_to_buffer(source.get(), suffix, &buffer, &size, nullptr));
        *bytes = static_cast<uint8_t*>(buffer);
        *length = static_cast<int64_t>(size);
    });
}

int32_t ti_draw_text(const char* text, const char* font, ti_image* result) {
    return guarded([&] {
        VipsImage* drawn = nullptr;
        check(vips_text(&drawn, text, "font", font, "rgba", TRUE, "dpi", 72, nullptr));
        Image image(drawn);
        VipsImage* alpha = nullptr;
        check(vips_extract_band(image.get(), &alpha, 3, nullptr));
        Image ink(alpha);
        int left = 0, top = 0, width = 0, height = 0;
        double clear[] = {0.0};
        VipsArrayDouble* background = vips_array_double_new(clear, 1);
        const int status = vips_find_trim(ink.get(), &left, &top, &width, &height, "background", background, "threshold", 8.0, nullptr);
        vips_area_unref(VIPS_AREA(background));
        check(status);
        if (width == 0 || height == 0) {
            throw std::runtime_error("the font draws nothing for this text");
        }
        VipsImage* cropped = nullptr;
        check(vips_crop(image.get(), &cropped, left, top, width, height, nullptr));
        image.reset(cropped);
        hand_over(image.get(), result);
    });
}

int32_t ti_resize(const ti_image* image, int32_t width, int32_t height, ti_image* result) {
    return guarded([&] {
        auto source = wrap(image->pixels, image->width, image->height, image->bands);
        VipsImage* resized = nullptr;
        check(vips_thumbnail_image(source.get(), &resized, width, "height", height, "size", VIPS_SIZE_FORCE, nullptr));
        Image owner(resized);
        hand_over(resized, result);
    });
}

int32_t ti_compose(const ti_image* canvas, const ti_overlay* overlays, int32_t count, ti_image* result) {
    return guarded([&] {
        std::vector<Image> owners;
        std::vector<VipsImage*> images;
        std::vector<int> modes(count, VIPS_BLEND_MODE_OVER), x, y;
        owners.push_back(wrap(canvas->pixels, canvas->width, canvas->height, canvas->bands));
        for (int32_t i = 0; i < count; ++i) {
            owners.push_back(wrap(overlays[i].pixels, overlays[i].width, overlays[i].height, 4));
            x.push_back(overlays[i].x);
            y.push_back(overlays[i].y);
        }
        for (const auto& owner : owners) {
            images.push_back(owner.get());
        }
        VipsArrayInt* left = vips_array_int_new(x.data(), count);
        VipsArrayInt* top = vips_array_int_new(y.data(), count);
        VipsImage* composed = nullptr;
        const int status = vips_composite(images.data(), &composed, count + 1, modes.data(), "x", left, "y", top, nullptr);
        vips_area_unref(VIPS_AREA(left));
        vips_area_unref(VIPS_AREA(top));
        check(status);
        auto flat = to_rgb(Image(composed));
        hand_over(flat.get(), result);
    });
}
