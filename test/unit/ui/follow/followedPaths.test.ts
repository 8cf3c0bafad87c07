import assert from 'node:assert/strict';
import path from 'node:path';
import { pathsBelow } from '../../../../src/ui/follow/followedPaths';

describe('what the setting digitsLab.follow names', () => {
  const folder = path.resolve('/some/lab');

  it('are files and folders below the open one, each once', () => {
    const { paths, refused } = pathsBelow(folder, ['logs', './logs/', 'a/../b/training.csv', '.', path.join(folder, 'wandb')]);
    assert.deepEqual([paths, refused], [['logs', 'b/training.csv', '', 'wandb'], []]);
  });

  it('is refused where it lies outside, or is none', () => {
    const { paths, refused } = pathsBelow(folder, ['../other', '/etc/passwd', '/some/laboratory', 'in/../../out', 5, null]);
    assert.deepEqual(paths, []);
    assert.equal(refused.length, 6);
    for (const one of refused.slice(0, 4)) assert.match(one, /outside of the open folder, which is not followed/);
    assert.match(pathsBelow(folder, { logs: true }).refused.join(), /expected a list/);
    const many = pathsBelow(
      folder,
      Array.from({ length: 200 }, (_, i) => `logs ${i}`),
    );
    assert.deepEqual([many.paths.length, many.refused.length], [100, 1]);
  });
});
