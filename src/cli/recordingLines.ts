import type { RecordedSetting } from '../contract/recorded';
import type { Recording } from '../contract/recording';
import { recordedFactsOf } from '../experiment/recorded/recordedFacts';
import { counted, grouped } from '../util/format';
import { oneLine } from '../util/shownText';
import { wrapped } from '../util/wrapped';
import type { Output } from './output';

/** A terminal shows so many settings; `--json` has all. */
const MOST_SHOWN = 60;

/** What another tool recorded of a run besides its curves: settings, summary, artifacts, how it was understood, and what is missing. */
export function recordingLines(
  recording: Recording,
  { style, isTerminal, columns }: Pick<Output, 'style' | 'isTerminal' | 'columns'>,
): string[] {
  const { config, summary, artifacts, remarks, understood } = recordedFactsOf(recording);
  const heading = (text: string): string[] => ['', style('bold', text)];
  const rows = (title: string, settings: readonly RecordedSetting[]): string[] =>
    settings.length === 0 ? [] : [...heading(title), ...settingLines(settings)];
  const ofArtifacts = artifacts.map(
    ({ name, version, type, files }) => `  ${oneLine(`${name} ${version}`)}  ${oneLine(type)}, ${counted(files, 'file')}`,
  );
  const sentences = (title: string, all: readonly string[]): string[] => {
    const lines = all.flatMap(one => (isTerminal ? wrapped(oneLine(one), columns - 2).split('\n') : [oneLine(one)]));
    return lines.length === 0 ? [] : [...heading(title), ...lines.map(line => `  ${line}`)];
  };
  return [
    ...rows('Config', config),
    ...rows('Summary', summary),
    ...(artifacts.length > 0 ? [...heading('Artifacts'), ...ofArtifacts] : []),
    ...sentences('How it was understood', understood),
    ...sentences('Missing', remarks),
  ];
}

function settingLines(settings: readonly RecordedSetting[]): string[] {
  const shown = settings.slice(0, MOST_SHOWN).map(({ name, value }) => `  ${oneLine(name, 60).padEnd(20)} ${oneLine(value, 200)}`);
  const left = settings.length - shown.length;
  return left > 0 ? [...shown, `  ${grouped(left)} more; --json has them`] : shown;
}
