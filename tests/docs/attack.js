// Runs in a page: tries everything that a page can try with the servers of this machine, and gives what it could read.

/**
 * @param {{ tries: [string, object][], api: string, body: string, scheduleUrl: string, schedule: string }} given
 */
globalThis.attack = async ({ tries, api, body, scheduleUrl, schedule }) => {
  const read = [];
  for (const [url, init] of tries) {
    for (const mode of ['cors', 'no-cors']) {
      try {
        const answer = await fetch(url, { ...init, mode });
        const said = await answer.text();
        if (said !== '' && answer.status !== 403) read.push(`${url} ${answer.status} ${said.slice(0, 60)}`);
      } catch {
        // Refused by the browser or by the server, as it should be.
      }
    }
  }
  for (const type of ['application/json', 'text/plain']) {
    navigator.sendBeacon(api, new Blob([body], { type }));
    navigator.sendBeacon(scheduleUrl, new Blob([schedule], { type }));
  }
  const frame = document.createElement('iframe');
  frame.name = 'frame';
  document.body.append(frame);
  for (const [action, name] of [
    [api, body],
    [scheduleUrl, schedule],
  ]) {
    const form = document.createElement('form');
    Object.assign(form, { action, method: 'POST', enctype: 'text/plain', target: 'frame' });
    form.append(Object.assign(document.createElement('input'), { name, value: '' }));
    document.body.append(form);
    form.submit();
  }
  await new Promise((resolve) => {
    setTimeout(resolve, 500);
  });
  return read;
};
