import { formatParameter, parseParameterText } from '../../contract/parseParameters';
import { rangeInBrief } from '../../contract/rangeInWords';
import { defaultParameters, findParameter, ParameterError, type ParameterName, type Parameters } from '../../contract/parameters';
import { input, pick, type Choice } from '../sinks/quickInput';
import { askForDataset } from './askForDataset';
import { conflictOf, withValue } from './formModel';

/** Lets a person change one parameter; undefined if nothing is to change. */
export async function askForParameter(name: ParameterName, parameters: Parameters): Promise<Parameters | undefined> {
  const parameter = findParameter(name)!;
  if (parameter.kind === 'choice') return askForChoice(name, parameter.choices, parameters);
  if (parameter.kind === 'dataset') return askForDataset(parameters);
  const range = [rangeInBrief(parameter), parameter.unit].filter(Boolean).join(' ');
  const picked = await input({
    title: `${parameter.label} (${name})`,
    prompt: `${parameter.help} ${asSentence(range)}; default ${formatParameter(parameter, parameter.default)}.`,
    value: formatParameter(parameter, parameters[name]),
    canGoBack: true,
    validate: text => whatIsWrong(name, text, parameters),
  });
  return picked.how === 'accepted' ? withValue(parameters, name, parseParameterText(parameter, picked.item)) : undefined;
}

function whatIsWrong(name: ParameterName, text: string, parameters: Parameters): string | undefined {
  try {
    const conflict = conflictOf(withValue(parameters, name, parseParameterText(findParameter(name)!, text)), name);
    return conflict && asSentence(conflict);
  } catch (error) {
    if (error instanceof ParameterError) return asSentence(error.expectation);
    throw error;
  }
}

function asSentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

async function askForChoice(name: ParameterName, choices: readonly string[], parameters: Parameters): Promise<Parameters | undefined> {
  const { label, help } = findParameter(name)!;
  const items = choices.map((choice): Choice => {
    const words = [choice === parameters[name] ? 'current' : '', choice === defaultParameters[name] ? 'default' : ''];
    return { label: choice, description: words.filter(Boolean).join(' · ') };
  });
  const picked = await pick({
    title: `${label} (${name})`,
    placeholder: help,
    items,
    active: items.find(item => item.label === parameters[name]),
    canGoBack: true,
  });
  return picked.how === 'accepted' ? withValue(parameters, name, picked.item.label) : undefined;
}
