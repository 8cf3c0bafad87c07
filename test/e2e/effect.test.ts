import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { until, untilReads } from '../until';
import { testViews, wear } from './accessibility';
import { readComparison, recompute, runsAtWork } from './comparisonFiles';
import { EffectForm } from './effectForm';
import { EffectPage } from './effectPage';
import { waitUntilKept } from './keptState';
import { readConfigs, trainRuns } from './runFiles';
import { useWorkbench } from './useWorkbench';

/** As a page and a report say it. */
const points = (share: number): string => (100 * Math.abs(share)).toFixed(2);
const signed = (share: number): string => `${share > 0 ? '+' : share < 0 ? '−' : ''}${points(share)}`;

/** The row of a comparison that has come to an answer. */
const answered = /^num_filters 2 → 8, [+−]?\d.* points · 3 pairs · /;

describe('what one parameter does', () => {
  const workbench = useWorkbench({
    // The runs go on while VS Code is driven, and leave it a core.
    settings: { 'digitsLab.openDashboard': false, 'window.commandCenter': false },
    machineSettings: { 'digitsLab.threads': 1 },
    fill: async folder => {
      await wear(folder, 'Dark Modern');
      await trainRuns(folder, ['--name', 'narrow', '--num-filters', '2', '--threads', '1']);
      await trainRuns(folder, ['--name', 'wide', '--num-filters', '4', '--batch-size', '64', '--threads', '1']);
    },
  });
  const page = (): EffectPage => new EffectPage(workbench().dashboard());
  const planned = () => readComparison(workbench().folder);

  it('is asked with the keyboard alone, and what is expected is typed before the first run', async () => {
    await workbench().activity('Digits Lab').click();
    await workbench().page.getByText('What does one parameter do?').waitFor();
    const form = new EffectForm(workbench());
    await form.open();
    for (const [name, value] of [['epochs', 120], ['train_samples', 600], ['validation_samples', 400]] as const) await form.hold(name, value); // prettier-ignore
    await form.set('levels', '2, 8', 'Levels of num_filters');
    await form.set('seeds', 3, 'Seeds');
    await form.set('direction', 'higher', 'What do you expect of validation accuracy?');
    await form.set('in your own words', 'More filters see more.', 'What do you expect, and why?');
    const outlook = await form.outlook();
    assert.match(outlook, /6 runs: all new · (about|roughly) .* on this machine/);
    assert.match(outlook, /Expected: changing num_filters raises validation accuracy/);
    await workbench().screenshot('effect-form');
    await form.start();
    await page().headline.filter({ hasText: 'Changing num_filters from 2 to 8' }).waitFor();
    const { plan } = planned()!;
    assert.deepEqual([plan.factor, plan.levels, plan.seeds.length, plan.runs.length], ['num_filters', [2, 8], 3, 6]);
    assert.deepEqual(plan.hypothesis, { text: 'More filters see more.', metric: 'val_accuracy', expected: 'higher' });
    await page().frame.getByText('Expected before the first run: num_filters 2 → 8 raises validation accuracy').waitFor();
  });

  it('goes on after a reload of the window in the middle', async () => {
    const { page: window, folder } = workbench();
    await until({
      isSo: () => runsAtWork(folder).some(({ epochs }) => epochs > 1),
      seen: () => runsAtWork(folder),
    });
    await waitUntilKept(window, new RegExp(`comparisonId\\W+${planned()!.plan.id}`));
    await workbench().reload();
    await page().headline.filter({ hasText: 'Changing num_filters from 2 to 8' }).waitFor();
    await page()
      .about.filter({ hasText: /\d of 6 runs/ })
      .waitFor();
    await workbench()
      .treeRow(/^num_filters 2 → 8, \d of 6 runs/)
      .waitFor();
  });

  it('says which run is missing when a trainer was killed, and goes on with it', async () => {
    const { folder } = workbench();
    let killed: { readonly id: string } | undefined;
    await until({
      isSo: () => {
        killed ??= runsAtWork(folder).find(({ pid, epochs }) => {
          if (epochs < 2) return false;
          try {
            return process.kill(pid, 'SIGKILL');
          } catch {
            return false;
          }
        });
        return killed !== undefined;
      },
      seen: () => runsAtWork(folder),
    });
    const box = page().section('Not all runs are there');
    await box.waitFor();
    await workbench().screenshot('effect-killed');
    await box.getByRole('button', { name: 'Go on' }).press('Enter');
    await box.waitFor({ state: 'detached' });
    await workbench().treeRow(answered).waitFor();
    await untilReads('how far it is', async () => /of 6 runs/.test((await page().about.textContent()) ?? ''), false);
    const { plan } = planned()!;
    const configs = (await readConfigs(folder)).filter(({ design }) => design !== null);
    assert.equal(configs.length, 6, 'No run was trained twice.');
    assert.deepEqual(new Set(configs.map(({ design }) => design)), new Set([`comparisons/${plan.id}`]));
    assert.deepEqual(configs.map(({ id }) => id).toSorted(), plan.runs.map(({ id }) => id).toSorted());
  });

  it('comes to the same numbers on the page, in report.md, and computed anew from the folders of the runs', async () => {
    const { folder } = workbench();
    const { plan, folder: own } = planned()!;
    const { pairs, differences, mean, low, high } = await recompute(folder, plan);
    const headline = (await page().headline.textContent())!;
    assert.match(headline, new RegExp(`validation accuracy by [+−]?${points(mean)} points`));
    const bounds = [low, high].map(bound => (bound < 0 ? '−' : '') + points(bound));
    const turned = [high, low].map(bound => (bound > 0 ? '−' : '') + points(bound));
    assert.ok(
      [bounds, turned].some(([a, b]) => headline.includes(`95 % CI ${a} to ${b}, 3 paired seeds`)),
      `${headline} ${bounds.join()}`,
    );
    const reportOf = (): string => readFileSync(path.join(own, 'report.md'), 'utf8');
    const flat = (text: string): string => text.replaceAll(/[\\\s]+/g, ' ');
    await until({ isSo: () => flat(reportOf()).includes(headline.trim()), seen: reportOf });
    await page().button('Difference by seed as a table').press('Enter');
    const rows = page().frame.locator('.differenceTables tbody tr');
    for (const [i, { seed, values }] of pairs.entries()) {
      const [a, b] = values.map(value => points(value));
      assert.deepEqual(await rows.nth(i).locator('th, td').allTextContents(), [String(seed), a, b, signed(differences[i]!), 'counts']);
      assert.ok(reportOf().includes(`| ${seed} | paired | ${a} | ${b} | ${signed(differences[i]!)} |`), reportOf());
    }
    await page().button('Difference by seed as a table').press('Enter');
  });

  it('reads its pairs out at the arrow keys, and says how each figure is computed', async () => {
    await page().plot.focus();
    await workbench().page.keyboard.press('ArrowDown');
    await page()
      .plot.getByText(/^Seed \d+: .* to .*, difference /)
      .waitFor({ state: 'attached' });
    const how = page().button('How this is computed: the effect and the verdict');
    await how.press('Enter');
    await page().frame.getByText('Student’s paired t').first().waitFor();
    await how.press('Enter');
  });

  it('says before seeds are added that the verdict is then an estimate', async () => {
    await page().button('Add seeds…').press('Enter');
    await workbench().quickInput.waitFor('Add seeds to num_filters 2 → 8');
    await workbench()
      .quickInput.widget.getByText(/marked as late, and the verdict is then an estimate/)
      .waitFor();
    await workbench().quickInput.cancel();
  });

  it('is deleted with its report, while its runs stay, and comes back', async () => {
    await workbench().chooseFromMenu(workbench().treeRow(/^num_filters 2 → 8, /), 'Delete Comparison');
    await workbench()
      .treeRow(/^num_filters 2 → 8, /)
      .waitFor({ state: 'detached' });
    assert.equal(planned(), undefined);
    await workbench().runCommand('Digits: Undo Last Change of Runs');
    await workbench().treeRow(answered).waitFor();
    assert.ok(planned());
  });

  testViews(workbench, [{ name: 'effect', open: () => page().headline.waitFor() }]);

  it('says of runs that are selected what else differs, and trains what settles it', async () => {
    const { page: window } = workbench();
    const [narrow, wide] = [workbench().treeRow(/^narrow,/), workbench().treeRow(/^wide,/)];
    await narrow.click();
    await wide.click({ modifiers: ['Control'] });
    await workbench().chooseFromMenu(wide, 'What Does One Parameter Do?');
    await workbench().quickInput.waitFor('The selected runs differ in 2 parameters');
    await workbench().quickInput.pick('num_filters');
    const box = page().section(/^Seed 0 refused/);
    await box.getByText('batch_size 128 → 64').waitFor();
    await page().verdict.filter({ hasText: 'not identified' }).waitFor();
    await workbench().screenshot('effect-not-identified');
    await box.getByRole('button', { name: 'Run the missing run' }).press('Enter');
    await box.waitFor({ state: 'detached' });
    await page().verdict.filter({ hasText: 'single run' }).waitFor();
    await page()
      .frame.getByText(/McNemar, exact/)
      .first()
      .waitFor();
    await workbench()
      .treeRow(/^num_filters 2 → 4, .* 1 pair · single run/)
      .waitFor();
    await window.keyboard.press('Escape');
  });

  testViews(workbench, [{ name: 'effect-single', open: () => page().headline.waitFor() }]);
});
