/** Says each check as it comes, in one line, and counts. */
export class Report {
  private passed = 0;
  private failed = 0;

  /** @returns what the action gives; undefined if it failed, which the line says */
  async check<T>(what: string, action: () => T | Promise<T>): Promise<T | undefined> {
    try {
      const result = await action();
      this.passed++;
      console.log(`ok      ${what}`);
      return result;
    } catch (error) {
      this.failed++;
      console.log(`FAILED  ${what}`);
      console.log(indented(error instanceof Error ? error.message : String(error)));
      return undefined;
    }
  }

  /** The closing line; the exit code. */
  close(): number {
    console.log(`\n${this.passed} passed, ${this.failed} failed`);
    return this.failed === 0 && this.passed > 0 ? 0 : 1;
  }
}

function indented(text: string): string {
  const lines = text.split('\n');
  return [...lines.slice(0, 60), ...(lines.length > 60 ? ['…'] : [])].map(line => `        ${line}`).join('\n');
}
