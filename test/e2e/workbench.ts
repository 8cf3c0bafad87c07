import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { sharedBrowser } from '../../scripts/vscode/browser.mjs';
import { installServer, type Release } from '../../scripts/vscode/install.mjs';
import { startServer, workbenchUrl } from '../../scripts/vscode/server.mjs';
import { LIMIT_MS } from '../until';
import { PageProblems } from './pageProblems';
import { QuickInput, tryAgain, TRY_MS } from './quickInput';

type Server = Awaited<ReturnType<typeof startServer>>;

export interface WorkbenchOptions {
  /** The folder that is opened, `none` for a window without one; by default a temporary one, which goes with the workbench. */
  readonly folder?: string;
  /** Puts something into the folder before it is opened. */
  readonly fill?: (folder: string) => Promise<void>;
  /** Whether VS Code asks if the folder's authors are trusted, and runs in Restricted Mode until it is told. */
  readonly asksForTrust?: boolean;
  /** User settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Settings of the machine's scope. */
  readonly machineSettings?: Readonly<Record<string, unknown>>;
  /** The folder of another extension, which is there beside. */
  readonly companion?: string;
  /** Which VS Code; the newest by default. */
  readonly release?: Release;
}

/** VS Code with the packed extension installed, in a browser: what a person sees and does there. */
export class Workbench {
  readonly quickInput: QuickInput;
  readonly #server: Server;
  readonly #problems: PageProblems;
  readonly #temporary: string | undefined;

  private constructor(
    readonly page: Page,
    readonly folder: string,
    owned: { server: Server; temporary: string | undefined },
  ) {
    this.#server = owned.server;
    this.#temporary = owned.temporary;
    this.quickInput = new QuickInput(page);
    this.#problems = new PageProblems(page);
  }

  /**
   * Starts a server and opens a folder; resolves once the extension's contributions are there. The workbenches of a process share nothing but
   * the browser's program.
   */
  static async open({
    folder,
    fill,
    settings = {},
    machineSettings = {},
    asksForTrust = false,
    companion,
    release,
  }: WorkbenchOptions = {}): Promise<Workbench> {
    const extensionsFolder = environment('TEST_EXTENSIONS');
    const temporary = folder === undefined ? await mkdtemp(path.join(os.tmpdir(), 'digits-workspace-')) : undefined;
    await fill?.(folder ?? temporary!);
    // What fades in is on no picture.
    const still = { 'workbench.reduceMotion': 'on', ...settings };
    const programs = await installServer(release);
    const trustsEveryFolder = !asksForTrust;
    const server = await startServer({ programs, extensionsFolder, settings: still, machineSettings, trustsEveryFolder, forTests: true });
    let page: Page | undefined;
    try {
      page = await (await sharedBrowser()).newPage({ viewport: { width: 1280, height: 800 } });
      // Playwright says what a wait in vain was for.
      page.setDefaultTimeout(LIMIT_MS);
      const workbench = new Workbench(page, folder ?? temporary!, { server, temporary });
      const beside =
        companion === undefined ? [] : [['extensionDevelopmentPath', `vscode-remote://${server.authority}${companion}`] as const];
      await page.goto(workbenchUrl(server, folder === 'none' ? undefined : workbench.folder, beside));
      await workbench.#waitUntilReady();
      return workbench;
    } catch (error) {
      await page?.context().close();
      await server.stop();
      throw error;
    }
  }

  /** Where the server keeps what is its own. */
  get home(): string {
    return this.#server.home;
  }

  /** Runs a command as a person does: F1, its title, and the row that is called so, wherever VS Code has sorted it to. */
  async runCommand(title: string): Promise<void> {
    const label = this.page.locator('.label-name').filter({ hasText: exactly(title) });
    const ofOneTry = { timeout: TRY_MS };
    const find = async (): Promise<void> => {
      // The palette offers what was possible when it opened: VS Code may not have known yet that the folder is trusted.
      if (await this.quickInput.widget.isVisible()) await this.quickInput.cancel(ofOneTry);
      await this.quickInput.openPalette();
      await this.quickInput.filter(`>${title}`, ofOneTry);
      await this.quickInput.rows.filter({ has: label }).first().click(ofOneTry);
    };
    await tryAgain(find, async () => `the command "${title}"; the palette has ${await this.quickInput.shown()}`);
  }

  /** A row of the view Runs or Queue, by what is read out of it; the view container must be shown. */
  treeRow(name: string | RegExp): Locator {
    return this.page.getByRole('treeitem', { name });
  }

  /** Chooses from the context menu of something. */
  async chooseFromMenu(of: Locator, item: string): Promise<void> {
    await of.click({ button: 'right' });
    // Beside it stands the key that does the same.
    const label = this.page.locator('.action-label').filter({ hasText: exactly(item) });
    // The menu takes no click that comes too soon after the one that opened it.
    await this.page.locator('.context-view').getByRole('menuitem').filter({ has: label }).hover();
    await this.page.keyboard.press('Enter');
  }

  /** The inside of the extension's webview that is shown: within VS Code's frame is the extension's own. */
  dashboard(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
  }

  /** Waits for a notification in their centre: VS Code shows no toasts in tests. */
  async notification(text: string | RegExp): Promise<Locator> {
    const bell = this.page.locator('[id="status.notifications"]');
    const centre = this.page.locator('.notifications-center.visible');
    const found = centre.locator('.notification-list-item').filter({ hasText: text });
    // The centre that is opened for an older one may be closed by a list that closes, before this one comes.
    const find = async (): Promise<void> => {
      await centre.or(bell.locator('.codicon-bell-dot')).first().waitFor();
      if (!(await centre.isVisible())) {
        await bell.click();
        // The bell's tooltip would cover the buttons of the lowest notification.
        await this.page.mouse.move(800, 300);
      }
      await found.waitFor({ timeout: TRY_MS });
    };
    await tryAgain(find, async () => `a notification with "${text}"; there are ${(await centre.allTextContents()).join(' | ')}`);
    return found;
  }

  /** The tab of a view container in the activity bar. */
  activity(name: string): Locator {
    return this.page.locator('.activitybar').getByRole('tab', { name });
  }

  /** Reloads the window as a person does: unsaved state goes, what the extension kept comes back. */
  async reload(): Promise<void> {
    // What a page is still loading would be an error on the console.
    await Promise.all(this.page.frames().map(frame => frame.waitForLoadState('load').catch(() => undefined)));
    await this.page.reload();
    await this.#waitUntilReady();
  }

  /** Writes a picture of the whole window, `NAME.jpg`, into a folder: without one, among the test results. A PNG takes three times as long. */
  async screenshot(name: string, folder = environment('TEST_REPORT')): Promise<string> {
    const file = path.join(folder, `${name}.jpg`);
    await this.page.screenshot({ path: file, type: 'jpeg', quality: 90 });
    return file;
  }

  /** What the extension's pages complained of since the last call: errors, violations of the Content-Security-Policy. */
  takeProblems(): readonly string[] {
    return this.#problems.take();
  }

  async close(): Promise<void> {
    await this.page.context().close();
    await this.#server.stop();
    if (this.#temporary !== undefined) await rm(this.#temporary, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }

  async #waitUntilReady(): Promise<void> {
    await this.page.locator('.monaco-workbench').waitFor();
    // Its icon is there once VS Code has read the extension's contributions.
    await this.activity('Digits Lab').waitFor();
  }
}

function environment(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: start the tests of test/e2e with \`npm test -- --e2e\`.`);
  return value;
}

function exactly(text: string): RegExp {
  return new RegExp(`^${text.replaceAll(/[.?()[\]]/g, '\\$&')}$`);
}
