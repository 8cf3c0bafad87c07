import type { Locator } from 'playwright-core';
import { Dashboard } from '../../test/e2e/dashboard';
import { until, repeatedly } from '../../test/until';
import type { Person } from './person';

/** The editor tab of a run. */
export function tabOf(person: Person, label: RegExp): Locator {
  return person.page.locator('.editor-group-container').getByRole('tab', { name: label });
}

/** Waits until the tree has so many runs that have this said of them. */
export async function waitForRuns(person: Person, count: number, saying = /./): Promise<void> {
  const rows = person.workbench.treeRow(saying);
  await rows.nth(count - 1).waitFor();
  await rows.nth(count).waitFor({ state: 'detached' });
}

/** The dashboard of a run, of several that are side by side. */
export async function dashboardOf(person: Person, label: RegExp): Promise<Dashboard> {
  const frames = person.page.locator('iframe.webview.ready');
  let found: Dashboard | undefined;
  let titles: string[] = [];
  const look = async (): Promise<void> => {
    const dashboards = (await frames.all()).map(frame => new Dashboard(frame.contentFrame().frameLocator('#active-frame')));
    titles = await Promise.all(dashboards.map(async ({ title }) => (await title.allInnerTexts()).join()));
    found = dashboards[titles.findIndex(title => label.test(title))];
  };
  await until({
    isSo: () => found !== undefined,
    what: `a dashboard with the title ${String(label)}`,
    seen: () => titles,
    on: again => [
      repeatedly(() =>
        look()
          .catch(() => undefined)
          .then(again),
      ),
    ],
  });
  return found!;
}
