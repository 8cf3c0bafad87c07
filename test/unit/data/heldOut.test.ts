import assert from 'node:assert/strict';
import { heldOut } from '../../../src/data/heldOut';
import { imageOf, smallPart } from './ownForms';

describe('test images that are set apart', () => {
  const labels = [3, 3, 3, 5, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 5, 5, 9];
  const part = smallPart(labels);
  const images = { count: labels.length, height: 4, width: 4, pixels: part.pixels };

  it('are every seventh of a class, or the last one of few, and never the only one', () => {
    const said: string[] = [];
    const { train, test } = heldOut({ images, labels: Uint8Array.from(labels) }, '/data', message => said.push(message));
    // Of class 3 the seventh and the fourteenth, of class 5 the third.
    const expected = [7, 14, 16];
    assert.deepEqual([...test.labels], [3, 3, 5]);
    assert.deepEqual(Buffer.from(test.images.pixels), Buffer.concat(expected.map(i => imageOf(part, i))));
    const rest = labels.flatMap((_, i) => (expected.includes(i) ? [] : [i]));
    assert.deepEqual(
      [...train.labels],
      rest.map(i => labels[i]),
    );
    assert.deepEqual(Buffer.from(train.images.pixels), Buffer.concat(rest.map(i => imageOf(part, i))));
    assert.deepEqual([train.images.count, test.images.count], [15, 3]);
    assert.deepEqual(said, [
      '/data: there are no test images with labels, so that every seventh image of each class becomes one: 3 of 18.',
    ]);
  });
});
