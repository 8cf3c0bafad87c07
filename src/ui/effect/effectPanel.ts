import { parseFromEffect, type FromEffect, type ShownEffect, type ToEffect } from '../../contract/effectPage';
import { comparisonTitle } from '../../experiment/effects/effectInWords';
import type { Disposable, Event } from '../../util/emitter';
import { openPage } from '../panels/openPage';
import type { WebviewChannel } from '../panels/webviewChannel';
import type { KnownEpochs } from '../comparison/knownEpochs';
import type { Services } from '../services';
import { window, type Panel } from '../sinks/window';
import { EffectPage } from './effectPage';
import type { KnownComparison } from './knownComparisons';

export interface EffectPanelOptions {
  readonly services: Services;
  readonly comparisonId: string;
  readonly find: () => KnownComparison | undefined;
  readonly shown: () => ShownEffect | undefined;
  readonly onChanged: Event<unknown>;
  readonly known: KnownEpochs;
  readonly answer: (request: FromEffect) => Promise<unknown>;
  readonly onClosed: () => void;
}

/** A panel of one comparison: its page, its title, and the channel between the two. */
export class EffectPanel implements Disposable {
  private readonly channel: WebviewChannel<ToEffect, FromEffect>;
  private readonly listening: readonly Disposable[];

  constructor(
    readonly panel: Panel,
    private readonly options: EffectPanelOptions,
  ) {
    const { services, answer, onChanged, onClosed } = options;
    this.listening = [onChanged(() => this.showTitle()), panel.onDidDispose(onClosed)];
    this.channel = openPage<ToEffect, FromEffect>({
      panel,
      page: 'effect',
      name: 'The page of a comparison',
      services,
      parse: parseFromEffect,
      follow: tell => this.follow(tell),
      answer,
    });
    this.showTitle();
  }

  reveal(): void {
    this.panel.reveal(undefined, false);
  }

  /** Has nothing to do with its panel any more, which may stay. */
  dispose(): void {
    this.channel.dispose();
    for (const one of this.listening) one.dispose();
  }

  private follow(tell: (change: ToEffect['change']) => void): EffectPage | undefined {
    const { services, shown, onChanged, known } = this.options;
    const first = shown();
    if (!first) return undefined;
    const { lab, log } = services;
    return new EffectPage({ shown, onChanged, lab, known, log: line => log.warn(line), tell }, first);
  }

  private showTitle(): void {
    const comparison = this.options.find();
    window.setTitle(this.panel, comparison ? `Effect of ${comparisonTitle(comparison.plan)}` : 'A comparison that is gone');
  }
}
