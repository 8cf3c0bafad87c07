import { toJsonSchema, type ConversionConfig } from '@valibot/to-json-schema';
import { someLabels } from './labels';
import { queueFile } from './queue';
import { sweepPlan } from './sweepPlan';

/** JSON schemas of the files that a person may edit, by their names: an editor completes and checks by them. Made when the product is built. */
export function jsonSchemas(): Readonly<Record<'labels' | 'queue' | 'sweepPlan', object>> {
  const options: ConversionConfig = { ignoreActions: ['readonly', 'transform'], errorMode: 'throw' };
  return {
    labels: { title: 'Labels of a run of Digits Lab', ...toJsonSchema(someLabels, options) },
    queue: { title: 'Runs of Digits Lab that wait', ...toJsonSchema(queueFile, options) },
    // What an editor cannot check, as that a range has its ends the right way round, is said when the plan is opened.
    sweepPlan: {
      title: 'Plan of a sweep of Digits Lab',
      ...toJsonSchema(sweepPlan, { ...options, ignoreActions: ['readonly', 'check', 'raw_check'] }),
    },
  };
}
