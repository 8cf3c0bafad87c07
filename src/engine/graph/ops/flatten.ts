import type { Operator } from '../operator';

/** Rows of pixels, ordered by pixel and then image, as one row for each image: `[pixels · images, channels]` to `[images, pixels · channels]`. */
export const flatten: Operator<1, { readonly images: number }> = {
  name: 'flatten',
  shape([[rows, channels]], { images }) {
    if (rows % images !== 0) throw new Error(`flatten: ${rows} rows are not pixels of ${images} images.`);
    return [images, (rows / images) * channels];
  },
  forward(builder, [x], { attributes: { images }, shapes }) {
    const [rows, channels] = shapes[0];
    const byPixel = builder.node('Reshape', [x, builder.integers([rows / images, images, channels])]);
    const byImage = builder.node('Transpose', [byPixel], { perm: [1, 0, 2] });
    return { output: builder.node('Reshape', [byImage, builder.integers([images, (rows / images) * channels])]) };
  },
  gradient(builder, { attributes: { images }, shapes, outputGradient }) {
    const [rows, channels] = shapes[0];
    const byImage = builder.node('Reshape', [outputGradient, builder.integers([images, rows / images, channels])]);
    const byPixel = builder.node('Transpose', [byImage], { perm: [1, 0, 2] });
    return [builder.node('Reshape', [byPixel, builder.integers([rows, channels])])];
  },
};
