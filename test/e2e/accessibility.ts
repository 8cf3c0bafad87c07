import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { AxeResults } from 'axe-core';
import type { FrameLocator } from 'playwright-core';
import type { Workbench } from './workbench';

const AXE = createRequire(path.resolve('package.json')).resolve('axe-core/axe.min.js');

const themes = [
  ['vscode-dark', 'Dark Modern'],
  ['vscode-light', 'Light Modern'],
  ['vscode-high-contrast', 'Default High Contrast'],
  ['vscode-high-contrast-light', 'Default High Contrast Light'],
] as const;

/** Tests of a workbench that shows the tree of a folder with a run `baseline`. */
export function testAccessibility(workbench: () => Workbench): void {
  const findings = (): Promise<string[]> => seriousFindings(workbench());

  before('open a dashboard', async () => {
    await workbench()
      .treeRow(/^baseline/)
      .click();
  });

  const dashboard = (): FrameLocator => workbench().dashboard();
  const openTab = async (name: string): Promise<void> => {
    await dashboard().getByRole('tab', { name }).click();
    await dashboard().getByRole('tabpanel', { name }).waitFor();
  };
  testViews(workbench, [
    { name: 'Live', open: () => openTab('Live') },
    { name: 'Evaluation', open: () => openTab('Evaluation') },
    {
      name: 'Threshold',
      open: async () => {
        const section = dashboard().getByRole('region', { name: 'Threshold' });
        await section.getByRole('slider', { name: 'Threshold' }).waitFor();
        await section.locator('.explanations').scrollIntoViewIfNeeded();
      },
    },
    {
      name: 'Images',
      open: async () => {
        await dashboard()
          .getByRole('gridcell', { name: /^true 4, predicted 4:/ })
          .click();
        await dashboard().locator('.thumbnail').nth(4).waitFor();
      },
    },
    {
      name: 'Image',
      open: async () => {
        await dashboard().locator('.thumbnail').nth(4).click();
        await dashboard().getByRole('table', { name: 'Other runs on the same images' }).waitFor();
      },
    },
    {
      name: 'Notes',
      open: async () => {
        await dashboard().getByRole('button', { name: 'Close the images' }).click();
        await openTab('Notes');
      },
    },
    { name: 'Artifacts', open: () => openTab('Artifacts') },
    { name: 'Draw a digit', open: () => openTab('Draw a digit') },
  ]);

  it('is found wanting where it is', async () => {
    const body = workbench().dashboard().locator('body');
    await body.evaluate(element => element.insertAdjacentHTML('beforeend', '<button class="unnamed"></button>'));
    assert.match((await findings()).join('\n'), /^button-name: <button class="unnamed">/);
    await body.locator('.unnamed').evaluate(element => element.remove());
  });

  it('fails a test with what its policy forbids and with errors on its console', async () => {
    const { page } = workbench();
    const body = workbench().dashboard().locator('body');
    const told = page.waitForEvent('console', message => message.text().includes('one that a test makes'));
    await body.evaluate(element => {
      // A picture from elsewhere, which the policy forbids.
      element.insertAdjacentHTML('beforeend', '<img class="foreign" src="https://example.com/x.png" alt="">');
      setTimeout(() => console.error('one that a test makes'), 0);
    });
    await told;
    const problems = workbench().takeProblems().join('\n');
    assert.match(problems, /Content Security Policy/);
    assert.match(problems, /one that a test makes/);
  });
}

export interface View {
  readonly name: string;
  readonly open: () => Promise<unknown>;
}

/** What a theme decides. All other rules find the same in each. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/** Tests of views in every kind of theme, each with a picture: by all rules in the first, by those that look at colours in the others. */
export function testViews(workbench: () => Workbench, views: readonly View[]): void {
  for (const [at, [kind, theme]] of themes.entries()) {
    for (const { name, open } of views) {
      it(`has nothing serious in ${name} in ${theme}`, async () => {
        await wear(workbench().folder, theme);
        await open();
        await workbench().dashboard().locator(`body.${kind}`).waitFor();
        await workbench().screenshot(`${name}-${kind}`);
        assert.deepEqual(await seriousFindings(workbench(), at === 0 ? undefined : COLOUR_RULES), []);
      });
    }
  }
}

/** What axe-core finds in the page that is shown that keeps somebody out, by some of its rules or by all. */
async function seriousFindings(workbench: Workbench, rules?: readonly string[]): Promise<string[]> {
  const body = workbench.dashboard().locator('body');
  // The page's own policy lets no script in; one that the browser's debugger brings is none of the page's. Without `preload: false`
  // axe would copy the style sheets into a page of its own, which the policy does not let it. What passes, and the paths to all of it, are
  // left out: with them a confusion matrix takes seconds.
  const source = await readFile(AXE, 'utf8');
  const options = JSON.stringify({ preload: false, resultTypes: ['violations'], selectors: false, ...(rules && { runOnly: rules }) });
  const { violations } = await body.evaluate<AxeResults, undefined>(`(() => { ${source}\n; return axe.run(document, ${options}); })()`);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary ?? ''}`));
}

/** Has VS Code show a workspace in a colour theme, even while it is open. */
export async function wear(folder: string, theme: string): Promise<void> {
  await mkdir(path.join(folder, '.vscode'), { recursive: true });
  await writeFile(path.join(folder, '.vscode', 'settings.json'), JSON.stringify({ 'workbench.colorTheme': theme }));
}
