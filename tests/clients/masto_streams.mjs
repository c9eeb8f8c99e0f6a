// Streams: by WebSocket with the token as sub-protocol, and the same events by fetch.

import { strict as assert } from "node:assert";

import { createStreamingAPIClient } from "masto";

const PATIENCE = 20_000;
const forAll = (words) => ({ status: words, visibility: "public" });

// The next event of this name; what else is told before it does not matter.
async function next(events, name) {
  const late = new Promise((_, reject) => setTimeout(reject, PATIENCE, new Error(`No ${name} in time`)).unref());
  for (;;) {
    const { value } = await Promise.race([events.next(), late]);
    assert.ok(value, "The stream has ended");
    if (value.event === name) return value.payload;
  }
}

// A stream of Alice's, from when it surely listens: it subscribes when it is first asked, and is given a moment then.
async function listening({ place }, subscribe, deeds) {
  const streamingApiUrl = place.url.replace("http", "ws");
  const streaming = createStreamingAPIClient({ streamingApiUrl, accessToken: place.tokens.alice });
  try {
    await streaming.prepare();
    const events = subscribe(streaming).values();
    const first = events.next();
    await new Promise((resolve) => setTimeout(resolve, 300));
    await deeds({ next: once(first, () => events.next()) });
  } finally {
    streaming.close();
  }
}

// `first` the first time, and then whatever `further` gives.
function once(first, further) {
  let given = false;
  return () => (given ? further() : ((given = true), first));
}

async function home(all) {
  const { told, alice, bob, ids } = all;
  await alice.v1.accounts.$select(ids.bob).follow();
  const subscribe = (streaming) => streaming.user.subscribe();
  await told.step("streaming.user.subscribe: update, status.update, delete", () =>
    listening(all, subscribe, async (events) => {
      const post = await bob.v1.statuses.create(forAll("Rolls"));
      const heard = await next(events, "update");
      assert.deepEqual([heard.id, heard.account.id, heard.favourited], [post.id, ids.bob, false]);
      await bob.v1.statuses.$select(post.id).update({ status: "Rolls and bread" });
      assert.match((await next(events, "status.update")).content, /Rolls and bread/);
      await bob.v1.statuses.$select(post.id).remove();
      assert.equal(await next(events, "delete"), post.id);
    }),
  );
  await told.step("streaming.user.subscribe: notification, filters_changed", () =>
    listening(all, subscribe, async (events) => {
      const post = await bob.v1.statuses.create(forAll("@alice look"));
      const heard = await next(events, "notification");
      assert.deepEqual([heard.type, heard.account.id, heard.status.id], ["mention", ids.bob, post.id]);
      const filter = await alice.v2.filters.create({ title: "Weather", context: ["home"] });
      await next(events, "filters_changed");
      await alice.v2.filters.$select(filter.id).remove();
    }),
  );
  await told.step("streaming.user.notification.subscribe", async () => {
    const post = await alice.v1.statuses.create(forAll("Cake"));
    await listening(all, (streaming) => streaming.user.notification.subscribe(), async (events) => {
      await bob.v1.statuses.$select(post.id).favourite();
      const heard = await next(events, "notification");
      assert.deepEqual([heard.type, heard.status.id], ["favourite", post.id]);
    });
  });
}

async function everyone(all) {
  const { told, bob } = all;
  for (const [name, other, subscribe] of [
    ["public", "For followers", (streaming) => streaming.public.subscribe()],
    ["public.local", "For followers", (streaming) => streaming.public.local.subscribe()],
    ["hashtag", "#other", (streaming) => streaming.hashtag.subscribe({ tag: "Porch" })],
    ["hashtag.local", "#other", (streaming) => streaming.hashtag.local.subscribe({ tag: "porch" })],
  ]) {
    await told.step(`streaming.${name}.subscribe`, () =>
      listening(all, subscribe, async (events) => {
        await bob.v1.statuses.create({ status: other, visibility: "private" });
        const post = await bob.v1.statuses.create(forAll("On the #porch"));
        assert.equal((await next(events, "update")).id, post.id);
      }),
    );
  }
}

async function some(all) {
  const { told, alice, bob, ids } = all;
  await told.step("streaming.list.subscribe", async () => {
    const list = await alice.v1.lists.create({ title: "Bakers" });
    await alice.v1.lists.$select(list.id).accounts.create({ accountIds: [ids.bob] });
    await listening(all, (streaming) => streaming.list.subscribe({ list: list.id }), async (events) => {
      await alice.v1.statuses.create(forAll("I am not on it"));
      const post = await bob.v1.statuses.create(forAll("I am"));
      assert.equal((await next(events, "update")).id, post.id);
    });
  });
  await told.step("streaming.direct.subscribe: conversation", () =>
    listening(all, (streaming) => streaming.direct.subscribe(), async (events) => {
      const post = await bob.v1.statuses.create({ status: "@alice between us", visibility: "direct" });
      const heard = await next(events, "conversation");
      assert.deepEqual([heard.lastStatus.id, heard.unread], [post.id, true]);
    }),
  );
}

async function byEvents({ told, place, bob }) {
  await told.step("fetch /api/v1/streaming/user: event and data", async () => {
    const headers = { authorization: `Bearer ${place.tokens.alice}`, accept: "text/event-stream" };
    const answer = await fetch(`${place.url}/api/v1/streaming/user`, { headers, signal: AbortSignal.timeout(PATIENCE) });
    assert.match(answer.headers.get("content-type"), /^text\/event-stream/);
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = (await reader.read()).value;
    assert.ok(text.startsWith(":)\n"), text);
    const post = await bob.v1.statuses.create(forAll("By events"));
    while (!/^event: update\n(.+\n)*data: .+\n\n/m.test(text)) text += (await reader.read()).value;
    assert.equal(JSON.parse(/^event: update\n(?:.+\n)*?data: (.+)\n/m.exec(text)[1]).id, post.id);
    await reader.cancel();
  });
  await told.step("fetch /api/v1/streaming/health, and without a token", async () => {
    assert.equal(await (await fetch(`${place.url}/api/v1/streaming/health`)).text(), "OK");
    const refused = await fetch(`${place.url}/api/v1/streaming/public`);
    assert.equal(refused.status, 401);
    assert.ok((await refused.json()).error);
  });
}

export const chapters = [home, everyone, some, byEvents];
