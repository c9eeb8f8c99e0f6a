// Posts: written, changed, answered, liked, shared, kept, and read in timelines page by page.

import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";

const all = (name) => ({ status: name, visibility: "public" });
const idsOf = (rows) => rows.map((row) => row.id);

async function writing({ told, alice, bob }) {
  await told.step("v1.statuses.create, with an Idempotency-Key", async () => {
    const meta = { requestInit: { headers: { "Idempotency-Key": "once" } } };
    const first = await alice.v1.statuses.create({ ...all("Only once"), spoilerText: "Hm", sensitive: true, language: "en" }, meta);
    const second = await alice.v1.statuses.create({ ...all("Only once"), spoilerText: "Hm" }, meta);
    assert.equal(first.id, second.id);
    assert.deepEqual([first.spoilerText, first.sensitive, first.language], ["Hm", true, "en"]);
  });
  const post = await alice.v1.statuses.create(all("Rols with #butter"));
  await told.step("v1.statuses.$select.update, source, history", async () => {
    const changed = await alice.v1.statuses.$select(post.id).update({ status: "Rolls with #butter" });
    assert.ok(changed.editedAt);
    assert.equal((await alice.v1.statuses.$select(post.id).source.fetch()).text, "Rolls with #butter");
    const history = await bob.v1.statuses.$select(post.id).history.list();
    assert.deepEqual(history.map((state) => state.content.includes("Rols")), [true, false]);
  });
  await told.step("v1.statuses.$select.fetch, fetch", async () => {
    assert.equal((await bob.v1.statuses.$select(post.id).fetch()).tags[0].name, "butter");
    assert.deepEqual(idsOf(await bob.v1.statuses.fetch({ id: [post.id, "1"] })), [post.id]);
  });
  await told.step("v1.statuses.$select.context", async () => {
    const reply = await bob.v1.statuses.create({ ...all("@alice one for me"), inReplyToId: post.id });
    const { ancestors, descendants } = await alice.v1.statuses.$select(post.id).context.fetch();
    assert.deepEqual([idsOf(ancestors), idsOf(descendants)], [[], [reply.id]]);
    assert.deepEqual(idsOf((await alice.v1.statuses.$select(reply.id).context.fetch()).ancestors), [post.id]);
  });
  await told.step("v1.statuses.$select.remove", async () => {
    const gone = await alice.v1.statuses.create(all("A slip"));
    assert.equal((await alice.v1.statuses.$select(gone.id).remove()).text, "A slip");
    await assert.rejects(alice.v1.statuses.$select(gone.id).fetch(), { statusCode: 404, message: "Record not found" });
  });
}

async function pictures({ told, place, alice }) {
  const file = new Blob([readFileSync(place.picture)], { type: "image/jpeg" });
  const picture = await told.step("v2.media.create: polls until it is there", async () => {
    const made = await alice.v2.media.create({ file, description: "A lantern", focus: "0.5,-0.5" });
    assert.deepEqual([made.type, made.description], ["image", "A lantern"]);
    assert.equal((await fetch(made.url)).status, 200);
    return made;
  });
  await told.step("v1.media.$select.fetch, update", async () => {
    assert.equal((await alice.v1.media.$select(picture.id).fetch()).id, picture.id);
    const changed = await alice.v1.media.$select(picture.id).update({ description: "A lamp" });
    assert.equal(changed.description, "A lamp");
  });
  await told.step("v1.statuses.create with mediaIds, v1.timelines.public.list onlyMedia", async () => {
    const post = await alice.v1.statuses.create({ mediaIds: [picture.id], visibility: "public" });
    assert.deepEqual([post.content, post.mediaAttachments[0].description], ["", "A lamp"]);
    assert.deepEqual(idsOf(await alice.v1.timelines.public.list({ onlyMedia: true })), [post.id]);
  });
}

async function polls({ told, alice, bob }) {
  const poll = { options: ["Tea", "Coffee"], expiresIn: 600, hideTotals: true };
  const post = await told.step("v1.statuses.create with a poll", async () => {
    const made = await alice.v1.statuses.create({ ...all("Which?"), poll });
    assert.deepEqual(made.poll.options.map((option) => option.title), ["Tea", "Coffee"]);
    return made;
  });
  await told.step("v1.polls.$select.votes.create, fetch", async () => {
    const voted = await bob.v1.polls.$select(post.poll.id).votes.create({ choices: [1] });
    assert.deepEqual([voted.voted, voted.ownVotes, voted.votesCount], [true, [1], 1]);
    // The numbers are hidden until it ends.
    assert.equal((await bob.v1.polls.$select(post.poll.id).fetch()).options[1].votesCount, null);
    await assert.rejects(bob.v1.polls.$select(post.poll.id).votes.create({ choices: [0] }), { statusCode: 422 });
  });
}

async function planning({ told, alice }) {
  await told.step("v1.statuses.create scheduledAt; v1.scheduledStatuses.list, $select.*", async () => {
    const made = await alice.v1.statuses.create({ ...all("Later"), scheduledAt: "2036-05-06T07:08:09.000Z" });
    assert.deepEqual([made.params.text, made.scheduledAt], ["Later", "2036-05-06T07:08:09.000Z"]);
    assert.deepEqual(idsOf(await alice.v1.scheduledStatuses.list()), [made.id]);
    const one = alice.v1.scheduledStatuses.$select(made.id);
    assert.equal((await one.update({ scheduledAt: "2037-01-01T00:00:00.000Z" })).scheduledAt, "2037-01-01T00:00:00.000Z");
    assert.equal((await one.fetch()).id, made.id);
    await one.remove();
    assert.deepEqual(await alice.v1.scheduledStatuses.list(), []);
  });
}

async function liking({ told, alice, bob, ids }) {
  const post = await alice.v1.statuses.create(all("Look"));
  const seen = bob.v1.statuses.$select(post.id);
  await told.step("v1.statuses.$select.favourite, favouritedBy, unfavourite", async () => {
    const liked = await seen.favourite();
    assert.deepEqual([liked.favourited, liked.favouritesCount], [true, 1]);
    assert.deepEqual(idsOf(await alice.v1.statuses.$select(post.id).favouritedBy.list()), [ids.bob]);
    const plain = await seen.unfavourite();
    assert.deepEqual([plain.favourited, plain.favouritesCount], [false, 0]);
  });
  await told.step("v1.statuses.$select.reblog, rebloggedBy, unreblog", async () => {
    const share = await seen.reblog({ visibility: "public" });
    assert.deepEqual([share.reblog.id, share.reblog.reblogsCount], [post.id, 1]);
    assert.deepEqual(idsOf(await alice.v1.statuses.$select(post.id).rebloggedBy.list()), [ids.bob]);
    assert.equal((await seen.unreblog()).reblogged, false);
  });
  await told.step("v1.statuses.$select.bookmark, unbookmark; mute, unmute; pin, unpin", async () => {
    assert.equal((await seen.bookmark()).bookmarked, true);
    assert.equal((await seen.unbookmark()).bookmarked, false);
    assert.equal((await alice.v1.statuses.$select(post.id).mute()).muted, true);
    assert.equal((await alice.v1.statuses.$select(post.id).unmute()).muted, false);
    assert.equal((await alice.v1.statuses.$select(post.id).pin()).pinned, true);
    assert.deepEqual(idsOf(await bob.v1.accounts.$select(ids.alice).statuses.list({ pinned: true })), [post.id]);
    assert.equal((await alice.v1.statuses.$select(post.id).unpin()).pinned, false);
  });
}

async function paging({ told, alice, bob, carol, ids }) {
  const posts = [];
  for (let number = 0; number < 7; number += 1) posts.unshift(await carol.v1.statuses.create(all(`Page ${number} #pages`)));
  const pages = async (list) => {
    const found = [];
    for await (const page of list) found.push(idsOf(page));
    return found;
  };
  const expected = [idsOf(posts.slice(0, 3)), idsOf(posts.slice(3, 6)), idsOf(posts.slice(6))];
  // An empty page at the end does no harm.
  const same = (found) => assert.deepEqual(found.filter((page) => page.length), expected);
  await told.step("v1.timelines.tag.$select.list, for await", async () => {
    same(await pages(bob.v1.timelines.tag.$select("pages").list({ limit: 3 })));
  });
  await told.step("v1.accounts.$select.statuses.list, for await", async () => {
    same(await pages(bob.v1.accounts.$select(ids.carol).statuses.list({ limit: 3, excludeReplies: true })));
  });
  for (const [word, flag] of [["bookmark", "bookmarks"], ["favourite", "favourites"]]) {
    for (const post of posts.toReversed()) await bob.v1.statuses.$select(post.id)[word]();
    await told.step(`v1.${flag}.list, for await`, async () => same(await pages(bob.v1[flag].list({ limit: 3 }))));
  }
  await told.step("v1.timelines.home.list, setDirection(\"prev\")", async () => {
    const older = posts[3].id;
    const newer = await carol.v1.timelines.home.list({ limit: 2, minId: older });
    assert.deepEqual(idsOf(newer), idsOf(posts.slice(1, 3)));
    const found = await pages(carol.v1.timelines.home.list({ limit: 2, minId: older }).setDirection("prev"));
    assert.deepEqual(found.filter((page) => page.length), [idsOf(posts.slice(1, 3)), idsOf(posts.slice(0, 1))]);
  });
  await told.step("v1.timelines.public.list since, $raw headers", async () => {
    const { headers, data } = await alice.v1.timelines.public.list.$raw({ limit: 2, sinceId: posts[6].id });
    assert.deepEqual(idsOf(data), idsOf(posts.slice(0, 2)));
    assert.match(headers.get("link"), /^<http[^>]+max_id=\d+[^>]*>; rel="next", <http[^>]+>; rel="prev"$/);
  });
}

export const chapters = [writing, pictures, polls, planning, liking, paging];
