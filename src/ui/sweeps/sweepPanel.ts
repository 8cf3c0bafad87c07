import { commands, Uri } from 'vscode';
import path from 'node:path';
import { parseFromSweep, type FromSweep, type ShownSweep, type SweepState, type ToSweep } from '../../contract/sweepPage';
import type { CommandId } from '../../contributions';
import type { Disposable, Event } from '../../util/emitter';
import { openPage } from '../panels/openPage';
import type { Following } from '../panels/pageStream';
import type { WebviewChannel } from '../panels/webviewChannel';
import { saveContent } from '../saveContent';
import type { Services } from '../services';
import { window, type Panel } from '../sinks/window';

export interface SweepPanelOptions {
  readonly services: Services;
  /** What is shown, asked anew each time; undefined once the sweep is gone. */
  readonly shown: () => ShownSweep | undefined;
  readonly onChanged: Event<unknown>;
  readonly openReport: () => Promise<unknown>;
  readonly queueMissing: () => Promise<unknown>;
  readonly submitMissing: () => Thenable<unknown>;
  /** The sweep's own. */
  readonly folder: string;
  readonly onClosed: () => void;
}

/** A panel of one sweep: its page, its title, and the channel between the two. */
export class SweepPanel implements Disposable {
  private readonly channel: WebviewChannel<ToSweep, FromSweep>;
  private readonly listening: Disposable;

  constructor(
    readonly panel: Panel,
    private readonly options: SweepPanelOptions,
  ) {
    this.listening = panel.onDidDispose(options.onClosed);
    this.channel = openPage<ToSweep, FromSweep>({
      panel,
      page: 'sweep',
      name: 'The page of a sweep',
      services: options.services,
      parse: parseFromSweep,
      follow: tell => this.follow(tell),
      answer: request => this.answer(request),
    });
    window.setTitle(panel, options.shown()?.title ?? 'A sweep that is gone');
  }

  reveal(): void {
    this.panel.reveal(undefined, false);
  }

  /** Has nothing to do with its panel any more, which may stay. */
  dispose(): void {
    this.channel.dispose();
    this.listening.dispose();
  }

  private follow(tell: (change: ToSweep['change']) => void): Following<SweepState> | undefined {
    const { shown, onChanged } = this.options;
    let now = shown();
    if (!now) return undefined;
    let told = JSON.stringify(now);
    const listening = onChanged(() => {
      const next = shown();
      const text = JSON.stringify(next);
      if (!next || text === told) return;
      [now, told] = [next, text];
      tell({ type: 'shown', shown: next });
    });
    return {
      loaded: Promise.resolve(),
      get state() {
        return { shown: now! };
      },
      dispose: () => listening.dispose(),
    };
  }

  private answer(request: FromSweep): Promise<unknown> | Thenable<unknown> | undefined {
    const { services, folder, openReport, queueMissing, submitMissing } = this.options;
    switch (request.type) {
      case 'openRun': {
        const open: CommandId = 'digitsLab.openDashboard';
        return commands.executeCommand(open, request.runId);
      }
      case 'openReport':
        return openReport();
      case 'openPlan':
        return window.showTextDocument(Uri.file(path.join(folder, 'sweep.json')), { preview: true });
      case 'queueMissing':
        return queueMissing();
      case 'submitMissing':
        return submitMissing();
      case 'save':
        return saveContent(request.fileName, request.content);
      case 'failed':
        services.log.error(`The page of a sweep: ${request.message}`);
        return undefined;
    }
  }
}
