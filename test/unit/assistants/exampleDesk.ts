import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Desk } from '../../../src/assistants/desk';
import { assistantTools } from '../../../src/assistants/tools';
import type { ToolCall } from '../../../src/assistants/tool';
import { assistantDesk } from '../../../src/cli/assistantDesk';
import { StartedRuns } from '../../../src/cli/startedRuns';
import { Inspector } from '../../../src/runs/inspector';
import { trainerFile } from '../trainer/forkTrainer';

/** A copy of the runs and comparisons that the repository shows as an example: two comparisons of five seeds each. */
export class ExampleDesk {
  readonly home = mkdtempSync(path.join(os.tmpdir(), 'digits-assistants-'));
  readonly runs = path.join(this.home, '.digits', 'runs');
  readonly desk: Desk;
  private readonly inspector = new Inspector({ trainerFile, log: () => undefined });
  private readonly started = new StartedRuns(trainerFile);

  constructor({ mayStart = false } = {}) {
    cpSync('examples/digits/.digits', path.join(this.home, '.digits'), { recursive: true });
    this.desk = assistantDesk({ runsFolder: this.runs, cwd: this.home, mayStart }, this.inspector, this.started);
  }

  call(name: string, input: unknown): ToolCall {
    return assistantTools.find(tool => tool.name === name)!.call(input, this.desk);
  }

  /** What a tool answers, its JSON parsed. */
  async ask<T>(name: string, input: unknown): Promise<T> {
    const { text } = await this.call(name, input).run();
    return JSON.parse(text) as T;
  }

  async dispose(): Promise<void> {
    await Promise.all([this.inspector.dispose(), this.started.dispose()]);
    rmSync(this.home, { recursive: true });
  }
}
