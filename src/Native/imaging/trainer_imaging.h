// C interface of libtrainer_imaging: libvips for the managed side. Every call returns 0 on success; otherwise
// ti_last_error holds this thread's message. Pixels are 8 bits a band, row by row from the top, without gaps.
#pragma once

#include <cstdint>

#define TI_EXPORT extern "C" __attribute__((visibility("default")))

// Pixels that this library made; given back through ti_free.
struct ti_image {
    uint8_t* pixels;
    int32_t width;
    int32_t height;
    int32_t bands;
};

// A picture with transparency to lay over a canvas, and the place of its top left corner.
struct ti_overlay {
    const uint8_t* pixels;
    int32_t width;
    int32_t height;
    int32_t x;
    int32_t y;
};

TI_EXPORT int32_t ti_abi_version();
TI_EXPORT int32_t ti_last_error(char* buffer, int32_t capacity);
TI_EXPORT int32_t ti_version(char* buffer, int32_t capacity);
TI_EXPORT void ti_free(void* memory);

// Decodes any format that libvips trusts to RGB. Sizes are checked in the header, before any pixel is read.
TI_EXPORT int32_t ti_decode(const void* bytes, int64_t length, int64_t max_pixels, ti_image* result);

// Width and height from a picture file's header; no pixel is read.
TI_EXPORT int32_t ti_measure(const char* path, int32_t* width, int32_t* height);

// Encodes RGB or RGBA; `suffix` is the format with its options, such as ".png" or ".jpg[Q=90]".
TI_EXPORT int32_t ti_encode(const ti_image* image, const char* suffix, uint8_t** bytes, int64_t* length);

// Draws text in a font's own colours, cropped to its ink, RGBA.
TI_EXPORT int32_t ti_draw_text(const char* text, const char* font, ti_image* result);

// Shrinks or enlarges RGB or RGBA to exact sizes.
TI_EXPORT int32_t ti_resize(const ti_image* image, int32_t width, int32_t height, ti_image* result);

// Lays RGBA pictures over an RGB canvas, in order.
TI_EXPORT int32_t ti_compose(const ti_image* canvas, const ti_overlay* overlays, int32_t count, ti_image* result);
