import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { listRuns } from '../../../src/runFolder/listRuns';
import { readRecording } from '../../../src/runFolder/recording/readRecording';
import { smallDisks, type SmallDisk } from '../smallDisk';
import { FakeClock } from '../util/fakeClock';
import { endpoints, type TestEndpoint } from './testEndpoint';

const LINE = 'x'.repeat(100);
const lines = (from: number, count: number, text = LINE): string[] => Array.from({ length: count }, (_, i) => `${from + i} ${text}`);
const console = (offset: number, content: readonly string[]): object => ({ files: { 'output.log': { offset, content } } });
const rows = (name: string, offset: number, count: number): object => ({
  files: { [name]: { offset, content: lines(offset, count).map(text => JSON.stringify({ text })) } },
});

describe('the endpoint on a disk that is full', () => {
  const made = endpoints();
  const disks = smallDisks('2m');

  const linesOf = async ({ runsFolder }: TestEndpoint, name: string): Promise<string[]> => {
    const [run] = (await listRuns(runsFolder)).runs;
    return readFileSync(path.join(run!.folder, name), 'utf8').split('\n').slice(0, -1);
  };
  const begin = async (): Promise<TestEndpoint & { readonly disk: SmallDisk; readonly clock: FakeClock }> => {
    const disk = disks();
    const clock = new FakeClock();
    const endpoint = await made.start({ runsFolder: path.join(disk.folder, 'runs'), clock });
    await endpoint.client.upsert({ host: 'vm' });
    return { ...endpoint, disk, clock };
  };

  for (const [name, file] of [
    ['wandb-history.jsonl', 'history.jsonl'],
    ['wandb-events.jsonl', 'system.jsonl'],
  ] as const)
    it(`refuses what it cannot write into ${file}, keeps what it has taken, and goes on when there is room`, async () => {
      const endpoint = await begin();
      assert.equal(await endpoint.client.stream(rows(name, 0, 3)), 200);
      endpoint.disk.fill();
      assert.equal(await endpoint.client.stream(rows(name, 3, 100)), 500);
      assert.match(endpoint.told.at(-1)!, /ENOSPC.*The disk is full/);
      assert.equal((await linesOf(endpoint, file)).length, 3);
      endpoint.disk.makeRoom();
      assert.equal(await endpoint.client.stream(rows(name, 3, 100)), 200);
      assert.deepEqual(
        (await linesOf(endpoint, file)).map(line => (JSON.parse(line) as { text: string }).text),
        lines(0, 103),
      );
    });

  it('does the same for the console, at its end and where lines are written over', async () => {
    const endpoint = await begin();
    const { client, disk } = endpoint;
    assert.equal(await client.stream(console(0, lines(0, 40))), 200);
    disk.fill();
    // More at the end; a line that grows before others; and one that is as long as before, for which there is room.
    assert.equal(await client.stream(console(40, lines(40, 100))), 500);
    assert.equal(await client.stream(console(1, ['y'.repeat(10_000)])), 500);
    assert.deepEqual(await linesOf(endpoint, 'console.log'), lines(0, 40));
    assert.equal(await client.stream(console(2, [lines(2, 1)[0]!.toUpperCase()])), 200);
    const changed = lines(0, 40).with(2, lines(2, 1)[0]!.toUpperCase());
    assert.deepEqual(await linesOf(endpoint, 'console.log'), changed);
    disk.makeRoom();
    assert.equal(await client.stream(console(40, lines(40, 100))), 200);
    assert.equal(await client.stream(console(1, ['y'.repeat(10_000)])), 200);
    assert.deepEqual(await linesOf(endpoint, 'console.log'), [...changed, ...lines(40, 100)].with(1, 'y'.repeat(10_000)));
  });

  it('refuses more where the summary could not be written, which it had not said yet', async () => {
    const { client, disk, clock, ...endpoint } = await begin();
    const summary = (loss: number): object => ({
      files: { 'wandb-summary.json': { offset: 0, content: [JSON.stringify({ loss, text: 'x'.repeat(20_000) })] } },
    });
    disk.fill();
    assert.equal(await client.stream(summary(1)), 200);
    // It is due now, and the disk is full.
    clock.advance(2000);
    assert.equal(await client.stream(summary(2)), 500);
    disk.makeRoom();
    assert.equal(await client.stream(summary(2)), 200);
    const [run] = (await listRuns(endpoint.runsFolder)).runs;
    assert.equal((await readRecording(run!.folder))!.summary['loss'], 2);
  });

  it('has the whole end of a run when there is room again', async () => {
    const endpoint = await begin();
    const { client, disk } = endpoint;
    await client.stream(rows('wandb-history.jsonl', 0, 3));
    disk.fill();
    const end = { files: { 'wandb-summary.json': { offset: 0, content: ['{"test_loss":0.5}'] } }, complete: true, exitcode: 0 };
    for (let i = 0; i < 3; i++) assert.equal(await client.stream(end), 500);
    assert.equal((await client.upsert({ displayName: 'other' })).errors.length, 1);
    disk.makeRoom();
    assert.equal(await client.stream(end), 200);
    const [run] = (await listRuns(endpoint.runsFolder)).runs;
    assert.deepEqual([run?.status, run?.summary?.testLoss], ['completed', 0.5]);
    assert.deepEqual((await readRecording(run!.folder))!.state, 'finished');
  });
});
