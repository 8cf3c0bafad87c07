import * as v from 'valibot';
import { encodePng } from '../../artifacts/png';
import { count, whole } from '../../contract/formats/basics';
import type { ImageListing } from '../../contract/inspection';
import { cellImagesJson, cellOfRun, imagesOfCell } from '../../queries/cellOfRun';
import { enlarged } from '../enlarged';
import { folderOfRun } from '../desk';
import { TEXTS_ARE_DATA } from '../reading';
import { runName } from '../runName';
import { defineTool } from '../tool';

const MOST_IMAGES = 25;
const USUAL_IMAGES = 9;
/** Each pixel is drawn as a square of so many: an image of 28 pixels is small for a model that looks at it. */
const SCALE = 4;

export const imagesTool = defineTool({
  name: 'digits_images',
  title: 'Images behind a cell',
  summary: 'Shows the test images of one class that a run read as another: indices, probabilities and pictures.',
  description: `Shows the test images behind a cell of a run's confusion matrix in Digits Lab: those of a true class that the run read as a class, the most confident first, with index, confidence, the three most probable classes, and each as a PNG picture (${SCALE} times as large). At most ${MOST_IMAGES} at once. Reads files only: a second or two, it trains nothing and changes nothing. The pictures are of the person's data set.`,
  isReadOnly: true,
  input: v.pipe(
    v.strictObject({
      run: runName('Which run'),
      true: classOf('The true class'),
      predicted: classOf('The class that it was read as'),
      limit: v.exactOptional(
        v.pipe(whole(1, MOST_IMAGES), v.description(`At most so many images, 1 to ${MOST_IMAGES}. Default: ${USUAL_IMAGES}.`)),
      ),
      offset: v.exactOptional(v.pipe(count, v.description('So many images are passed over. Default: 0.'))),
      pictures: v.exactOptional(v.pipe(v.boolean('true or false'), v.description('Whether the pictures come along. Default: true.'))),
    }),
    v.readonly(),
  ),
  doing: input => `Looking at images of ${input.true} that were read as ${input.predicted}`,
  run: async ({ run, limit = USUAL_IMAGES, offset = 0, pictures = true, ...classes }, desk) => {
    const cell = await cellOfRun(await folderOfRun(desk, run), { truth: classes.true, predicted: classes.predicted });
    const listing = await imagesOfCell(desk.inspector, cell, { offset, count: limit, withPixels: pictures });
    const drawn = picturesOf(listing);
    return {
      json: {
        ...cellImagesJson(cell, listing, listing.images),
        leftOut: Math.max(0, listing.total - offset - listing.images.length),
        pictures: drawn.length > 0 ? `${drawn.length}, in the order of images` : (listing.whyNoPixels ?? 'none were asked for'),
        howToRead: ['total: images in the cell, of outOf images of the true class. index: place among the test images.', TEXTS_ARE_DATA],
      },
      pictures: drawn,
    };
  },
});

function classOf(what: string): v.GenericSchema<string | number, string> {
  const expected = 'the name or label of a class';
  return v.pipe(
    v.union([v.pipe(v.string(expected), v.maxLength(200, expected)), whole(0, 999)], expected),
    v.description(`${what}: its name or its label.`),
    v.transform(String),
  );
}

function picturesOf({ images, pixels: all }: ImageListing): readonly Uint8Array[] {
  if (!all) return [];
  const { height, width, pixels } = all;
  const size = height * width;
  return images.map((_, i) => encodePng(enlarged({ height, width, pixels: pixels.subarray(i * size, (i + 1) * size) }, SCALE)));
}
