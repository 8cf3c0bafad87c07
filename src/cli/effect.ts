import { Argument, Option, type Command } from 'commander';
import { clusterPlanOfComparison } from '../cluster/clusterPlan';
import type { ComparisonPlan, TestNoise } from '../contract/effects';
import type { EngineChoice } from '../contract/engines';
import { factorNames, MOST_SEEDS } from '../contract/formats/comparisonFile';
import { newRunIds } from '../contract/runId';
import { comparedRuns } from '../designs/comparedRuns';
import { comparisonStore, type ComparisonStore } from '../designs/comparisonStore';
import type { KeptDesign } from '../designs/designStore';
import { keepReports } from '../designs/keepReports';
import { comparisonResult } from '../experiment/effects/comparisonResult';
import { estimateOfRunsInWords, estimateRuns } from '../experiment/estimateRuns';
import { seedsOf } from '../experiment/effects/planned';
import type { Conditions } from '../experiment/effects/conditions';
import { answers, settled, withBuilds, withSeeds } from '../experiment/effects/planning';
import { effectJson } from '../queries/effectJson';
import { listRuns } from '../runFolder/listRuns';
import { sameConditions } from '../runs/reproduction';
import { comparisonRuns } from '../runs/designs/comparisonRuns';
import { conditionsHere } from '../runs/designs/conditionsHere';
import { nextStep } from '../runs/designs/nextStep';
import { newComparison } from '../runs/designs/newComparison';
import { testNoises } from '../runs/designs/testNoises';
import { counted } from '../util/format';
import { offering } from './completion/offered';
import type { Cli } from './context';
import { effectLines } from './effectLines';
import { effectOfChosenRuns } from './effectOfRuns';
import { engineOption } from './engineOption';
import { ExitCode, UsageError } from './exitCode';
import { addHypothesisFlags } from './hypothesisFlags';
import { jobsFor, jobsOption } from './jobsOption';
import { leftToCluster } from './leftToCluster';
import { addParameterFlags } from './parameterFlags';
import { readQuestion, type QuestionFlags, type ReadQuestion } from './readQuestion';
import { runsFolder, runsOption } from './runsOption';
import { addSlurmFlags, askedOfCluster, isForCluster, onSlurm, type AskedOfCluster, type SlurmFlags } from './slurmFlags';
import { seenFrom } from './syncInWords';
import { thisMachine } from './thisMachine';
import { parseThreads } from './train';
import { trainOnCluster } from './trainOnCluster';
import { trainPlanned, type PlannedOutcome } from './trainPlanned';
import { withInspector } from './withInspector';

const examples = `
Examples:
  digits effect num_filters 8 32                       five seeds of each, everything else equal
  digits effect activation_fun relu sigmoid --seeds 10 --epochs 2
  digits effect dropout 0 0.25 0.5 --baseline latest   of a run, with two changes
  digits effect num_filters 8 32 --hypothesis "more filters see more" --expect higher
  digits effect --of a b c d                           of runs that are there, also of your scripts

The same command goes on where it was stopped, and shows the report again when
all is done.
${onSlurm}

Exit codes: 0 done, or submitted, 1 a run failed (with --of: no pair counts),
2 bad usage, 130 stopped.`;

const DEFAULT_SEEDS = 5;

/** `digits effect`: trains what is missing and says what one parameter did. */
export function addEffectCommand(program: Command, cli: Cli): void {
  const command = program
    .command('effect')
    .addArgument(offering(new Argument('[parameter]', 'The one parameter that changes.'), { kind: 'words', words: factorNames }))
    .argument('[levels...]', 'Its values; the first is what the others are compared with.')
    .summary('see what one parameter does')
    .description(
      'Trains the same network with two or more values of one parameter, everything else held equal, with several seeds of each; runs that exist and match are used again. With --of it trains nothing, and takes the runs that are named. Says what the change did, with an interval and what it rests on.\nIn brackets: the default; what is possible.',
    )
    .addHelpText('after', examples);
  addHypothesisFlags(command);
  command
    .addOption(
      new Option('--seeds <n>', `Replicates of each level. [${DEFAULT_SEEDS}; 1 to ${MOST_SEEDS}]`)
        .argParser(parseSeeds)
        .helpGroup('Comparison:'),
    )
    .addOption(
      offering(new Option('--baseline <id>', 'The run whose parameters, engine and threads are held equal.').helpGroup('Comparison:'), {
        kind: 'run',
      }),
    )
    .addOption(
      new Option(
        '--fresh',
        'Begin a comparison with no run that exists, and seeds whose results nobody has seen, so that the verdict can be on the hypothesis. To go on with it leave this out.',
      ).helpGroup('Comparison:'),
    )
    .addOption(new Option('--settle', 'Train runs in the place of those because of which a pair is refused.').helpGroup('Comparison:'))
    .addOption(
      offering(
        new Option(
          '--of <id...>',
          'Train nothing: what these runs tell of the one parameter in which they differ; the value of the first is what the others are compared with.',
        ).helpGroup('Comparison:'),
        { kind: 'run' },
      ),
    )
    .addOption(new Option('--accept-builds', 'Count pairs of runs of another build of the same numerics.').helpGroup('Comparison:'))
    .addOption(jobsOption())
    .addOption(runsOption())
    .addOption(engineOption().helpGroup('Run:'))
    .addOption(
      new Option('--threads <n>', 'Threads of each run; fixed before the first one. [1]').argParser(parseThreads).helpGroup('Run:'),
    )
    .addOption(new Option('--json', 'Write the effects as JSON, and nothing else, to standard output.').helpGroup('Run:'));
  addSlurmFlags(command);
  command.addOption(
    new Option('--dry-run', 'Plan the comparison and write the batch scripts, show what they ask for, and submit nothing.').helpGroup(
      'Slurm:',
    ),
  );
  addParameterFlags(command);
  command.action(async (parameter: string | undefined, levels: readonly string[], options: EffectFlags) => {
    const { of } = options;
    if (of) cli.exitCode = await effectOfChosenRuns(parameter, levels, { ...options, of }, cli);
    else if (parameter === undefined)
      throw new UsageError('effect: which parameter? Name it with its values, or give runs that are there with --of.');
    else cli.exitCode = await effect({ parameter, levels, options }, cli);
  });
}

interface EffectFlags extends QuestionFlags, SlurmFlags {
  readonly seeds?: number;
  readonly fresh?: true;
  readonly settle?: true;
  readonly of?: readonly string[];
  readonly acceptBuilds?: true;
  readonly jobs?: number;
  readonly engine?: EngineChoice;
  readonly threads?: number;
  readonly json?: true;
}

interface Asked {
  readonly parameter: string;
  readonly levels: readonly string[];
  readonly options: EffectFlags;
}

async function effect({ parameter, levels, options }: Asked, cli: Cli): Promise<number> {
  const isCluster = isForCluster(options);
  if (options.dryRun && !isCluster) throw new UsageError('--dry-run is for a cluster: add --executor slurm.');
  const folder = runsFolder(options, cli);
  const read = await readQuestion(parameter, levels, options, cli);
  const asked = isCluster ? await askedOfCluster(options, cli) : undefined;
  const store = comparisonStore(folder);
  const planned = await plannedFor(read, { options, folder, store, threads: asked?.settings.cpus ?? 1 }, cli);
  if (typeof planned === 'number') return planned;
  const { exitCode, failures } = await train(planned, { options, folder, asked }, cli);
  for (const failure of failures) cli.output.err.line(`digits: ${failure}`);
  if (exitCode !== undefined) return exitCode;
  const reported = await report(planned.plan, { options, folder }, cli);
  return reported === ExitCode.done && failures.length > 0 ? ExitCode.failed : reported;
}

async function train(
  kept: KeptDesign<ComparisonPlan>,
  { options, folder, asked }: Work & { readonly asked: AskedOfCluster | undefined },
  cli: Cli,
): Promise<PlannedOutcome> {
  const { id, plan } = kept;
  const runs = comparisonRuns(plan);
  const size = `Comparison ${id}: ${counted(runs.length, 'run')} with ${counted(seedsOf(plan).length, 'seed')}`;
  const engine = `${plan.engine} with ${counted(plan.threads, 'thread')}`;
  const onCluster = clusterPlanOfComparison(kept, folder);
  if (asked) return trainOnCluster({ plan: onCluster, flags: options, asked, head: `${size}, ${engine} each.` }, cli);
  const left = await leftToCluster(onCluster, options, cli);
  const here = runs.filter(run => !left.has(run.id));
  const concurrent = jobsFor(options, plan.threads);
  const find = await comparedRuns([plan], folder);
  const missing = here.filter(run => nextStep(find(run.id)) !== 'nothing').map(({ parameters: of }) => of);
  const machine = await thisMachine({ ...options, engine: plan.engine, threads: plan.threads }, cli);
  const facts = [
    size,
    missing.length < runs.length && `${missing.length} to train`,
    missing.length > 0 && estimateOfRunsInWords(estimateRuns(missing, machine, concurrent)),
    `${engine}, ${concurrent} at a time`,
  ];
  cli.output.err.line(`${facts.filter(Boolean).join(', ')}.`);
  return trainPlanned(cli, { runs: here, runsFolder: folder, concurrent, ...(options.json && { isQuiet: true }) });
}

interface Work {
  readonly options: EffectFlags;
  readonly folder: string;
}

async function report(plan: ComparisonPlan, { options, folder }: Work, cli: Cli): Promise<number> {
  const find = await comparedRuns([plan], folder);
  let noise: TestNoise[] = [];
  // Its process begins with the first question: where no level has a single pair, there is none.
  const exitCode = await withInspector(cli, async inspector => {
    noise = await testNoises(inspector, plan, { runsFolder: folder, find });
    return ExitCode.done;
  });
  if (exitCode !== ExitCode.done) return exitCode;
  const result = comparisonResult(plan, find, noise);
  const file = await keepReports(result, folder);
  const { out } = cli.output;
  if (options.json) out.json(effectJson(result), 2);
  else out.lines([...effectLines(result, cli.output), '', `Report: ${seenFrom(cli.cwd, file)}`]);
  return ExitCode.done;
}

/** The comparison that answers the question: one that was begun before, or a new one. An exit code where the person stopped it. */
async function plannedFor(
  { question, baseline }: ReadQuestion,
  { options, folder, store, threads: usualThreads }: Work & { readonly store: ComparisonStore; readonly threads: number },
  cli: Cli,
): Promise<KeptDesign<ComparisonPlan> | number> {
  const { fresh, settle, acceptBuilds, seeds, engine, threads } = options;
  const before = fresh ? undefined : await begunBefore();
  let conditions: Conditions | undefined;
  if (!before || settle) {
    const usual = baseline && sameConditions(baseline);
    const exitCode = await withInspector(cli, async inspector => {
      conditions = await conditionsHere(inspector, {
        engine: before?.plan.engine ?? engine ?? usual?.engine ?? 'auto',
        threads: before?.plan.threads ?? threads ?? usual?.threads ?? usualThreads,
      });
      return ExitCode.done;
    });
    if (exitCode !== ExitCode.done) return exitCode;
  }
  if (!before) {
    const { runs: existing } = await listRuns(folder);
    const kept = await newComparison(
      { question, count: seeds ?? DEFAULT_SEEDS, conditions: conditions!, existing, reuses: !fresh },
      folder,
    );
    return acceptBuilds ? store.change(kept.id, withBuilds) : kept;
  }
  const find = await comparedRuns([before.plan], folder);
  const ids = (count: number): string[] => newRunIds(new Date(), count);
  const areResultsSeen = before.plan.runs.some(({ id }) => find(id)?.summary !== undefined);
  return store.change(before.id, plan => {
    const more = seeds === undefined ? plan : withSeeds(plan, seeds, { ids, areResultsSeen });
    const whole = settle ? settled(more, find, { conditions: conditions!, ids }) : more;
    return acceptBuilds ? withBuilds(whole) : whole;
  });

  async function begunBefore(): Promise<KeptDesign<ComparisonPlan> | undefined> {
    const { designs, broken } = await store.list();
    for (const { reason } of broken) cli.output.err.line(`note: ${reason}`);
    return designs.findLast(
      ({ plan }) =>
        answers(plan, question) &&
        (engine === undefined || engine === 'auto' || plan.engine === engine) &&
        (threads === undefined || plan.threads === threads),
    );
  }
}

function parseSeeds(text: string): number {
  const count = Number(text);
  if (text.trim() !== '' && Number.isInteger(count) && count >= 1 && count <= MOST_SEEDS) return count;
  throw new UsageError(`--seeds ${text}: expected a whole number from 1 to ${MOST_SEEDS}.`);
}
