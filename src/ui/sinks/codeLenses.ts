import { CodeLens, languages, Range, type CancellationToken, type Disposable, type TextDocument } from 'vscode';
import type { CommandArguments, CommandId } from '../../contributions';
import type { Event } from '../../util/emitter';
import { asLabel } from './plainText';

/** Words above a line of a file that do something when they are clicked. Shown as text. */
export type Lens = LensFace & { readonly [C in CommandId]: { readonly command: C; readonly argument: CommandArguments[C] } }[CommandId];

interface LensFace {
  /** From 0. */
  readonly line: number;
  /** A codicon before the words. */
  readonly icon: string;
  readonly label: string;
}

/** Shows lenses in files whose names fit a pattern. */
export function registerCodeLenses(
  pattern: string,
  lensesOf: (document: TextDocument) => Promise<readonly Lens[]>,
  onChanged: Event<unknown>,
): Disposable {
  return languages.registerCodeLensProvider(
    { scheme: 'file', pattern },
    {
      onDidChangeCodeLenses: listener => onChanged(() => listener()),
      async provideCodeLenses(document: TextDocument, token: CancellationToken) {
        const lenses = await lensesOf(document);
        if (token.isCancellationRequested) return [];
        return lenses.map(({ line, icon, label, command, argument }) => {
          const title = `$(${icon}) ${asLabel(label)}`;
          return new CodeLens(new Range(line, 0, line, 0), { title, command, arguments: argument === undefined ? [] : [argument] });
        });
      },
    },
  );
}
