import { toJsonSchema, type ConversionConfig } from '@valibot/to-json-schema';
import { someLabels } from './labels';
import { queueFile } from './queue';

/** JSON schemas of the files that a person may edit, by their names: an editor completes and checks by them. Made when the product is built. */
export function jsonSchemas(): Readonly<Record<'labels' | 'queue', object>> {
  const options: ConversionConfig = { ignoreActions: ['readonly', 'transform'], errorMode: 'throw' };
  return {
    labels: { title: 'Labels of a run of Digits Lab', ...toJsonSchema(someLabels, options) },
    queue: { title: 'Runs of Digits Lab that wait', ...toJsonSchema(queueFile, options) },
  };
}
