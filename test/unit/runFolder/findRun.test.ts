import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { RunLabels } from '../../../src/contract/labels';
import type { Parameters } from '../../../src/contract/parameters';
import { findRun } from '../../../src/runFolder/findRun';
import { writeRun } from './writtenRun';

describe('findRun', () => {
  let runs: string;
  beforeEach(() => (runs = mkdtempSync(path.join(os.tmpdir(), 'digits-find-'))));
  afterEach(() => rmSync(runs, { recursive: true }));

  /** Its id ends so. */
  const write = (end: string, labels: Partial<RunLabels> = {}, parameters: Partial<Parameters> = {}): string => {
    const id = `20260102-030405-${end}`;
    writeRun(runs, { id, labels, parameters });
    return id;
  };
  const found = async (asked: string): Promise<string> => path.relative(runs, await findRun(runs, asked));

  it('takes an id, and the beginning of one run', async () => {
    const [a, b] = [write('aaaa'), write('aaab')];
    assert.equal(await found(b), b);
    writeRun(runs, { id: '20260203-030405-aaaa' });
    assert.equal(await found('202602'), '20260203-030405-aaaa');
    await assert.rejects(found('202601'), new RegExp(`"202601" is the beginning of 2 runs: ${a}, ${b}\\. Give more of the id\\.`));
  });

  it('takes a name that one run has, and no part of it', async () => {
    write('aaaa');
    const id = write('aaab', { name: 'no dropout' });
    assert.equal(await found('no dropout'), id);
    await assert.rejects(
      found('no drop'),
      new RegExp(`There is no run "no drop"\\. The newest in .* are ${id} "no dropout", 2026.*-aaaa\\.`),
    );
  });

  it('takes an empty text for no run, even if there is only one', async () => {
    write('aaaa');
    await assert.rejects(found(''), /There is no run ""\./);
  });

  it('lists runs of one name with what differs among them', async () => {
    const ids = [
      write('aaaa', { name: 'twice' }, { num_filters: 8, seed: 1 }),
      write('aaab', { name: 'twice', archived: true }, { num_filters: 8, seed: 2 }),
      write('aaac', { name: 'once' }, { dropout: 0 }),
    ];
    await assert.rejects(
      found('twice'),
      new RegExp(`"twice" is the name of 2 runs: ${ids[0]} \\(seed 1\\), ${ids[1]} \\(seed 2, archived\\)\\. Give the id\\.$`),
    );
  });

  it('does not guess between a name and the beginning of the id of another run', async () => {
    const named = write('aaaa', { name: '20260102-030405-aaab'.slice(0, -1) });
    const begun = write('aaab');
    await assert.rejects(
      found('20260102-030405-aaa'),
      new RegExp(`is the name of ${named} and the beginning of the id of ${named}, ${begun}\\. Give the id`),
    );
    assert.equal(await found('20260102-030405-aaab'), begun, 'a whole id goes before a name');
  });

  describe('latest', () => {
    it('is the newest that a list shows: neither archived nor broken', async () => {
      write('aaaa');
      const id = write('aaab');
      write('aaac', { archived: true });
      mkdirSync(path.join(runs, '20260102-030405-aaad'));
      assert.equal(await found('latest'), id);
    });

    it('is never a run that is called so', async () => {
      const called = write('aaaa', { name: 'latest' });
      const id = write('aaab');
      assert.equal(await found('latest'), id);
      assert.equal(await found(called), called);
    });

    it('says why there is none', async () => {
      await assert.rejects(found('latest'), /There is no latest run\. There are no runs in /);
      write('aaaa', { archived: true });
      await assert.rejects(found('latest'), /There is no latest run\. All runs in .* are archived/);
    });
  });

  it('says what there is where nothing fits', async () => {
    const [a, b] = [write('aaaa'), write('aaab')];
    await assert.rejects(found('x'), new RegExp(`There is no run "x"\\. The newest in .* are ${b}, ${a}\\.`));
    await assert.rejects(findRun(path.join(runs, 'nowhere'), 'x'), /There are no runs in .*nowhere/);
  });

  it('passes over labels that cannot be read', async () => {
    const id = write('aaaa', { name: 'good' });
    writeFileSync(path.join(runs, write('aaab'), 'labels.json'), '{"name":');
    assert.equal(await found('good'), id);
  });
});
