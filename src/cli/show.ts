import type { Command } from 'commander';
import { classNamesOf } from '../contract/classNames';
import { defaultParameters, parameterGroups, parameterTable } from '../contract/parameters';
import type { ImportedConfig, RunConfig } from '../contract/run';
import type { RunSummary } from '../contract/summary';
import { imagesOf } from '../evaluation/mistakes';
import { differingParameters } from '../experiment/differences';
import { valueInWords } from '../experiment/runLabel';
import { shownRun, type ShownRun } from '../queries/shownRun';
import { findRun } from '../runFolder/findRun';
import { displayWidth } from '../util/displayWidth';
import { oneLine } from '../util/shownText';
import { replacedInWords } from '../wording/engineInWords';
import { failureInBrief } from '../wording/divergence';
import { namedMetricInWords } from '../wording/recordedMetric';
import { recordedStateInWords } from '../wording/recordingInWords';
import { syncDetails } from '../wording/syncInWords';
import { classTable, confusionLines } from './confusionTable';
import type { Cli } from './context';
import { curves } from './curves';
import { ExitCode } from './exitCode';
import { factLines } from './factLines';
import { counted, duration, grouped, loss, percent } from '../util/format';
import { recordingLines } from './recordingLines';
import { runArgument } from './runArgument';
import { runsFolder, runsOption, type RunsOption } from './runsOption';
import type { Style } from './textSink';

/** `digits show`: everything about one run. */
export function addShowCommand(program: Command, cli: Cli): void {
  program
    .command('show')
    .addArgument(runArgument('<id>'))
    .summary('show a run')
    .description('Shows a run: its parameters, curves, scores and confusion matrix.')
    .addOption(runsOption())
    .option('--json', 'Write config, labels, status, summary, notes, epochs and what another tool recorded as JSON.')
    .action(async (id: string, options: RunsOption & { readonly json?: true }) => {
      const run = await shownRun(await findRun(runsFolder(options, cli), id));
      const { out } = cli.output;
      if (options.json) out.json(run, 2);
      else {
        out.lines(describeRun(run, cli));
        if (run.recording) out.lines(recordingLines(run.recording, cli.output));
        showNotes(run.notes, cli.output);
      }
      cli.exitCode = ExitCode.done;
    });
}

function describeRun(overview: ShownRun, { output }: Cli): string[] {
  const { config, summary, epochs } = overview;
  const { style } = output;
  const heading = (text: string): string[] => headingLines(text, style);
  const { confusionMatrix, perClass, macro, micro, weighted, testLoss, testAccuracy } = summary ?? {};
  const count = imagesOf(confusionMatrix ?? []);
  const classes = classNamesOf(config.dataset, confusionMatrix?.length ?? 0);
  const head = title(overview, reasonInBrief(overview), output);
  const isTold = head.endsWith(oneLine(summary?.reason ?? ''));
  return [
    head,
    ...facts(overview, isTold).flatMap(([name, value]) => factLines(name, value, output)),
    // Of a run of another tool all of its settings follow.
    ...(hasParameters(config) && Object.keys(overview.recording?.config ?? {}).length === 0
      ? [...heading('Parameters'), ...parameterLines(overview, output.style)]
      : []),
    ...(epochs.length > 0 ? [...heading('Curves'), ...curves(epochs, output)] : []),
    ...(confusionMatrix && perClass && macro && micro && weighted
      ? [
          ...heading('Test'),
          `accuracy ${percent(testAccuracy ?? 0)}${testLoss == null ? '' : `   loss ${loss(testLoss)}`}   ${grouped(count)} images`,
          '',
          ...confusionLines({ confusionMatrix }, classes, output),
          '',
          ...classTable({ perClass, macro, micro, weighted, count }, classes),
        ]
      : []),
  ];
}

/** Its name and how it ended, with the reason in brief if a line has room for it. */
function title({ labels, status, id, recorded }: ShownRun, reason: string, { style, isTerminal, columns }: Cli['output']): string {
  const name = oneLine(labels.name || id);
  const state = recorded ? recordedStateInWords(recorded, status) : status;
  const how = reason ? `${state}: ${reason}` : state;
  // A name is never broken: no line may begin with a part of it.
  const fits = !isTerminal || displayWidth(`${name}  ${how}`) <= columns;
  return `${style('bold', name)}  ${fits ? how : state}`;
}

/** Why it ended as it did, for its title. */
function reasonInBrief({ status, summary }: ShownRun): string {
  const reason = summary?.reason ?? '';
  return status === 'failed' ? failureInBrief(reason) : reason;
}

function headingLines(text: string, style: Style): string[] {
  return ['', style('bold', text)];
}

function showNotes(notes: string, { out, style }: Cli['output']): void {
  if (notes === '') return;
  out.lines(headingLines('Notes', style));
  out.block(notes.trimEnd());
}

/** @param isTold the title has the reason in full */
function facts(
  { config, labels, summary, folder, tracking, recorded }: ShownRun,
  isTold: boolean,
): (readonly [string, string | undefined | null])[] {
  const { git } = config;
  return [
    ['id', labels.name ? config.id : undefined],
    // In full, with what can be done.
    ['reason', isTold ? undefined : summary?.reason],
    ['tags', labels.tags.join(', ')],
    ['created', `${config.createdAt.slice(0, 19).replace('T', ' ')} UTC${config.author ? ` by ${config.author}` : ''}`],
    ['data', dataInWords(config)],
    ['engine', engineAndMachine(config)],
    ['source', sourceInWords(config, recorded !== undefined)],
    ['project', recorded?.project],
    ['group', recorded?.group],
    ['job type', recorded?.jobType],
    ['metric', recorded?.metric && namedMetricInWords(recorded.metric)],
    ['git', git && `${git.commit.slice(0, 10)}${git.branch ? ` on ${git.branch}` : ''}${git.dirty ? ', with changes' : ''}`],
    ['parent', config.parent],
    ['took', summary && tookInWords(summary)],
    ['W&B', tracking && syncDetails(tracking)],
    ['folder', folder],
  ];
}

function dataInWords({ kind, dataset }: RunConfig): string | undefined {
  if (kind === 'imported') return importedDataInWords(dataset);
  const { name, trainImages, validationImages, testImages, transposed } = dataset;
  const images = `${grouped(trainImages)} + ${grouped(validationImages)} + ${grouped(testImages)} images`;
  return `${name}, ${images}${transposed ? ', transposed' : ''}`;
}

function importedDataInWords(dataset: ImportedConfig['dataset']): string | undefined {
  if (dataset?.testImages === undefined) return dataset?.name;
  return `${dataset.name ?? 'not known here'}, ${grouped(dataset.testImages)} test images`;
}

function engineAndMachine(config: RunConfig): string | undefined {
  if (config.kind === 'imported') return undefined;
  const { engine, environment } = config;
  const how = `${engine.name} ${engine.version}, ${counted(engine.threads, 'thread')}, ${environment.cpu} (${environment.instructionSet})`;
  return [how, replacedInWords(engine)].filter(Boolean).join(', ');
}

function sourceInWords(config: RunConfig, isRecorded: boolean): string | undefined {
  if (config.kind !== 'imported') return undefined;
  return `${isRecorded ? 'recorded by' : 'imported from'} ${[config.source.tool, config.source.run].filter(Boolean).join(', ')}`;
}

/** Of arrays at most the data are known. */
function hasParameters({ parameters }: RunConfig): boolean {
  return Object.keys(parameters).some(name => name !== 'dataset' && name !== 'transpose');
}

/** Every parameter, with the default where it is another one. */
function parameterLines({ config: { parameters } }: ShownRun, style: Style): string[] {
  const differing = differingParameters(parameters);
  return parameterGroups.flatMap(group =>
    parameterTable
      .filter(parameter => parameter.group === group)
      .map(({ name }) => {
        const differs = differing.includes(name);
        const value = valueInWords(name, parameters);
        const line = `  ${name.padEnd(20)} ${differs ? value : style('dim', value)}`;
        return differs ? style('yellow', `${line.padEnd(34)} · default ${valueInWords(name, defaultParameters)}`) : line;
      }),
  );
}

/** As far as it is known: of a script's run no more may be than when it began and ended. */
function tookInWords({ durationMs, epochs, keptEpoch, final }: RunSummary): string | undefined {
  const weights = keptEpoch !== null ? `weights of epoch ${keptEpoch}` : final && `figures of epoch ${final.epoch}, the last`;
  const parts = [durationMs && duration(durationMs), epochs > 0 && counted(epochs, 'epoch'), weights];
  return parts.filter(Boolean).join(', ') || undefined;
}
