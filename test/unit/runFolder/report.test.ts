import assert from 'node:assert/strict';
import { existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { reportRuns } from '../../../src/runFolder/report/reportRuns';
import { runPaths } from '../../../src/runFolder/paths';
import { VERSION } from '../../../src/util/version';
import { oldRuns, type OldRuns } from '../../oldRuns';

const golden = path.resolve('test', 'fixtures', 'report');

describe('a report that is written', () => {
  let runs: OldRuns;
  let home: string;
  beforeEach(() => {
    runs = oldRuns();
    home = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'digits-report-')));
  });
  afterEach(() => {
    runs.remove();
    rmSync(home, { recursive: true });
  });

  it('is that of a real run that is stored', async () => {
    const { file, pictures } = await reportRuns([runs.at('completed')]);
    assert.equal(file, path.join(runs.at('completed'), 'report.md'));
    assertIsStored(file, 'report.md');
    assert.equal(pictures.length, 5);
    for (const picture of pictures) assertIsStored(picture, `report/${path.basename(picture)}`);
  });

  it('is the same the second time', async () => {
    const folder = runs.at('completed');
    const { file } = await reportRuns([folder]);
    const before = readFileSync(file);
    await reportRuns([folder]);
    assert.deepEqual(readFileSync(file), before);
  });

  it('lies where it is wanted, with its pictures beside it', async () => {
    const { file, pictures } = await reportRuns([runs.at('completed')], path.join(home, 'my run.md'));
    assert.equal(file, path.join(home, 'my run.md'));
    assert.match(readFileSync(file, 'utf8'), /\]\(my%20run-files\/loss\.svg\)/);
    assert.ok(pictures.every(picture => path.dirname(picture) === path.join(home, 'my run-files') && existsSync(picture)));
    assert.ok(!existsSync(path.join(runs.at('completed'), 'report.md')));
  });

  it('is a comparison of several runs, whose numbers are those of the arrays', async () => {
    const folders = (['completed', 'resumed', 'stopped'] as const).map(role => runs.at(role));
    const { file, pictures } = await reportRuns(folders);
    assert.equal(file, path.join(folders[0]!, 'comparison.md'));
    assertIsStored(file, 'comparison.md');
    assert.deepEqual(
      pictures.map(picture => path.basename(picture)),
      ['val-accuracy.svg', 'val-loss.svg'],
    );
    for (const picture of pictures) assertIsStored(picture, `comparison/${path.basename(picture)}`);
  });

  it('says what was wrong with arrays, and has the figures that were kept', async () => {
    writeFileSync(runPaths(runs.at('completed')).probabilities, 'no array');
    const { file } = await reportRuns([runs.at('completed')]);
    const text = readFileSync(file, 'utf8');
    assert.match(text, /probabilities&#46;npy/);
    assert.match(text, /those that were kept when the run ended/);
    assert.match(text, /## Confusion matrix/);
  });

  it('says that a link stands in the place of an array', async function () {
    if (process.platform === 'win32') this.skip();
    const { groundTruth } = runPaths(runs.at('completed'));
    rmSync(groundTruth);
    symlinkSync('/etc/passwd', groundTruth);
    const { file } = await reportRuns([runs.at('completed')]);
    assert.match(readFileSync(file, 'utf8'), /this is a link; .*those that were kept when the run ended/);
  });

  for (const role of ['interrupted', 'stopped', 'failed', 'archived', 'resumed'] as const)
    it(`is there of a run that is ${role}`, async () => {
      const { file } = await reportRuns([runs.at(role)]);
      assert.match(readFileSync(file, 'utf8'), /## Configuration/);
    });

  it('replaces no file of someone else', async () => {
    const file = path.join(home, 'README.md');
    writeFileSync(file, '# Mine');
    await assert.rejects(reportRuns([runs.at('completed')], file), /README\.md: this file is no report that Digits Lab wrote/);
    assert.equal(readFileSync(file, 'utf8'), '# Mine');
    assert.ok(!existsSync(path.join(home, 'README-files')));
    mkdirSync(path.join(home, 'folder.md'));
    await assert.rejects(reportRuns([runs.at('completed')], path.join(home, 'folder.md')), /folder\.md: this is no regular file/);
  });

  it('lies in a folder that is made for it, also behind a link that a person names', async function () {
    const { file } = await reportRuns([runs.at('completed')], path.join(home, 'new', 'folder', 'x.md'));
    assert.ok(existsSync(file));
    if (process.platform === 'win32') this.skip();
    symlinkSync(path.join(home, 'new'), path.join(home, 'link'));
    assert.equal((await reportRuns([runs.at('completed')], path.join(home, 'link', 'y.md'))).file, path.join(home, 'new', 'y.md'));
  });

  it('makes no folder if a run cannot be read, and says so if none can be made', async () => {
    const broken = path.join(home, 'broken');
    mkdirSync(broken);
    await assert.rejects(reportRuns([runs.at('completed'), broken], path.join(home, 'new', 'x.md')), { name: 'RunFolderError' });
    assert.ok(!existsSync(path.join(home, 'new')));
    writeFileSync(path.join(home, 'file'), '');
    await assert.rejects(reportRuns([runs.at('completed')], path.join(home, 'file', 'x.md')), {
      name: 'RunFolderError',
      message: /file: cannot be written: .*EEXIST.*\. Name another place with --out\./,
    });
  });

  it('goes through no link, neither of its own name nor of its pictures’ folder', async function () {
    if (process.platform === 'win32') this.skip();
    const folder = runs.at('completed');
    const elsewhere = path.join(home, 'elsewhere');
    mkdirSync(elsewhere);
    symlinkSync(elsewhere, path.join(folder, 'report'));
    await assert.rejects(reportRuns([folder]), /report: this is a link/);
    rmSync(path.join(folder, 'report'));
    writeFileSync(path.join(elsewhere, 'victim.md'), '');
    symlinkSync(path.join(elsewhere, 'victim.md'), path.join(folder, 'report.md'));
    await assert.rejects(reportRuns([folder]), /report\.md: this is a link/);
    assert.equal(readFileSync(path.join(elsewhere, 'victim.md'), 'utf8'), '');
    assert.ok(lstatSync(path.join(folder, 'report.md')).isSymbolicLink());
    assert.deepEqual(existsSync(path.join(elsewhere, 'loss.svg')), false);
  });
});

/** The file as it is stored; a test that was run with WRITE_FIXTURES=1 has stored it. */
function assertIsStored(file: string, name: string): void {
  const stored = path.join(golden, name);
  const text = readFileSync(file, 'utf8')
    .replaceAll(`Digits Lab ${VERSION.replaceAll('.', '&#46;')}`, 'Digits Lab {version}')
    .replaceAll(`Digits Lab ${VERSION}`, 'Digits Lab {version}');
  if (process.env['WRITE_FIXTURES'] === '1') {
    mkdirSync(path.dirname(stored), { recursive: true });
    writeFileSync(stored, text);
  }
  assert.equal(text, readFileSync(stored, 'utf8'));
}
