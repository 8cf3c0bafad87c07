import assert from 'node:assert/strict';
import type { OtherRuns } from '../../../../src/contract/dashboard';
import type { TrainerRequest } from '../../../../src/contract/trainer';
import type { LabRun } from '../../../../src/runs/labRun';
import { answerImages } from '../../../../src/ui/dashboard/imageRequests';
import { labRun } from '../labRuns';

type Services = Parameters<typeof answerImages>[0];

describe('what a page is told of the images that its run was tested on', () => {
  const summary = { ...labRun().summary!, confusionMatrix: [[1]] };
  const runs = Array.from({ length: 251 }, (_, i) => labRun({ id: `run ${i}`, folder: `/runs/${i}`, summary }));
  const whole = new Uint8Array(1000);

  const answer = async (request: Parameters<typeof answerImages>[2], run: LabRun | undefined = runs[0]) => {
    const asked: TrainerRequest[] = [];
    // The process itself is tried in test/unit/trainer/inspection.
    const ask = async (one: TrainerRequest): Promise<unknown> => {
      asked.push(one);
      if (one.type === 'verdicts') return one.others.map(() => ({ outcome: 'read', predicted: 1, confidence: null }));
      return { pixels: { height: 1, width: 2, pixels: whole.subarray(10, 12) } };
    };
    const services = { inspector: { ask }, lab: { runs }, names: { fullOf: (id: string) => `the ${id}` } };
    return { found: await answerImages(services as unknown as Services, run, request), asked };
  };

  it('is all that the other runs on the same images say, the newest first, some at a time', async () => {
    const seen: string[] = [];
    for (let offset = 0; offset < 250;) {
      const { found, asked } = await answer({ type: 'otherRuns', index: 5, offset });
      const { total, runs: told } = found as OtherRuns;
      assert.equal(total, 250);
      assert.equal(asked.length, 1);
      assert.ok(told.length > 0 && told.length <= 100);
      for (const { runId, label } of told) {
        assert.equal(label, `the ${runId}`);
        seen.push(runId);
      }
      offset += told.length;
    }
    assert.deepEqual(seen, runs.slice(1).map(({ id }) => id).toReversed()); // prettier-ignore
    const beyond = await answer({ type: 'otherRuns', index: 5, offset: 250 });
    assert.deepEqual([beyond.found, beyond.asked], [{ total: 250, runs: [] }, []]);
  });

  it('has pixels of its own, without what else came from the process', async () => {
    const { found } = await answer({
      type: 'listImages',
      selection: { of: 'cell', truth: 1, predicted: 2 },
      sort: 'index',
      offset: 0,
      count: 12,
    });
    assert.ok('pixels' in found);
    assert.deepEqual([found.pixels?.pixels.length, found.pixels?.pixels.buffer.byteLength], [2, 2]);
  });

  it('is nothing of a run that is gone', async () => {
    await assert.rejects(answerImages({} as Services, undefined, { type: 'lookAtImage', index: 0 }), /not there any more/);
  });
});
