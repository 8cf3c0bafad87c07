import type { Locator } from 'playwright-core';
import type { Workbench } from './workbench';

/** The terminal that is shown, as a person types into it; the workbench needs the setting `terminal.integrated.gpuAcceleration: off`. */
export class Terminal {
  readonly rows: Locator;

  private constructor(private readonly workbench: Workbench) {
    this.rows = workbench.page.locator('.terminal-wrapper.active .xterm-rows');
  }

  /** A new one, once its shell asks for a line. */
  static async open(workbench: Workbench): Promise<Terminal> {
    await workbench.runCommand('Terminal: Create New Terminal');
    const terminal = new Terminal(workbench);
    await terminal.rows.getByText(/[$#]/).first().waitFor();
    return terminal;
  }

  async type(line: string): Promise<void> {
    await this.workbench.page.locator('.terminal-wrapper.active .xterm-helper-textarea').focus();
    await this.workbench.page.keyboard.type(line);
    await this.workbench.page.keyboard.press('Enter');
  }
}
