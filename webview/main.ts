import { onMessage, send } from './host';

onMessage(message => {
  if (message.type === 'hydrate') document.body.textContent = message.state.label;
});
send({ type: 'ready' });
