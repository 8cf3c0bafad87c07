import assert from 'node:assert/strict';
import type { OfficialClient } from './clients';
import { checkFolder } from './folderChecks';
import { digestsOf, foldersOf, trackedFolder } from './runFolder';
import { Script } from './script';
import type { Workshop } from './workshop';

/** Three scripts of one id: one begins, one begins anew, one resumes. */
export async function checkAnew(workshop: Workshop, client: OfficialClient): Promise<void> {
  const { report } = workshop;
  await workshop.withServer('anew', async (server, runs) => {
    const run = async (...args: string[]): Promise<Script> => {
      const script = new Script(client, server, { folder: workshop.newFolder('script'), args: ['--rows', '5', '--id', 'same', ...args] });
      const code = await script.ended;
      await report.check(`a script with an id${args.length > 0 ? ' that resumes' : ''} ends well`, () =>
        assert.equal(code, 0, script.output),
      );
      return script;
    };
    const first = await run();
    const [old] = foldersOf(runs, 'same');
    const before = digestsOf(old!);
    const second = await run();
    await report.check('  one that begins anew under it has a folder of its own', () => assert.equal(foldersOf(runs, 'same').length, 2));
    await report.check('  and leaves the old one as it is', () => {
      assert.deepEqual(digestsOf(old!), before);
      assert.notDeepEqual(first.said, second.said);
    });
    await checkFolder(report, await trackedFolder(runs, 'same'), { script: second, rows: 5 });
    const third = await run('--resume', 'must');
    await report.check('  one that resumes goes on in the last one', async () => {
      const found = await trackedFolder(runs, 'same');
      assert.deepEqual([foldersOf(runs, 'same').length, found?.overview.status], [2, 'completed']);
      const losses = found!.rows.filter(row => 'loss' in row).map(row => row['loss']);
      assert.deepEqual(
        losses,
        [...second.rows(), ...third.rows()].map(row => row['loss']),
      );
      const steps = found!.rows.map(row => Number(row['_step']));
      assert.deepEqual(steps, [...steps.keys()]);
      assert.deepEqual(digestsOf(old!), before);
    });
  });
}
