// People: found, followed, kept away, listed; tags, notifications, conversations, reports.

import { strict as assert } from "node:assert";

const idsOf = (rows) => rows.map((row) => row.id);

// What is told to others is told after the answer: as many rows as there soon are.
async function soon(count, list) {
  const end = Date.now() + 20_000;
  let rows = await list();
  while (rows.length < count && Date.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    rows = await list();
  }
  return rows;
}

async function finding({ told, alice, ids }) {
  await told.step("v1.accounts.lookup, search.list", async () => {
    assert.equal((await alice.v1.accounts.lookup({ acct: "@Bob" })).id, ids.bob);
    assert.deepEqual(idsOf(await alice.v1.accounts.search.list({ q: "bob", limit: 5 })), [ids.bob]);
    await assert.rejects(alice.v1.accounts.lookup({ acct: "nobody" }), { statusCode: 404 });
  });
  await told.step("v2.search.list", async () => {
    const found = await alice.v2.search.list({ q: "carol", type: "accounts", resolve: true });
    assert.deepEqual([idsOf(found.accounts), found.statuses, found.hashtags], [[ids.carol], [], []]);
    assert.deepEqual((await alice.v2.search.list({ q: "#butt" })).hashtags.map((tag) => tag.name), ["butter"]);
  });
}

async function following({ told, alice, bob, carol, ids }) {
  const seen = alice.v1.accounts.$select(ids.bob);
  await told.step("v1.accounts.$select.follow, followers, following", async () => {
    const stands = await seen.follow({ reblogs: false, notify: true, languages: ["en"] });
    assert.deepEqual([stands.following, stands.showingReblogs, stands.notifying, stands.languages], [true, false, true, ["en"]]);
    assert.deepEqual(idsOf(await alice.v1.accounts.$select(ids.bob).followers.list()), [ids.alice]);
    assert.deepEqual(idsOf(await bob.v1.accounts.$select(ids.alice).following.list()), [ids.bob]);
    assert.equal((await seen.follow({ reblogs: true, notify: false })).showingReblogs, true);
  });
  await told.step("v1.accounts.relationships.fetch, $select.note.create", async () => {
    assert.equal((await seen.note.create({ comment: "Bakes rye" })).note, "Bakes rye");
    const stands = await alice.v1.accounts.relationships.fetch({ id: [ids.bob, ids.carol] });
    assert.deepEqual(stands.map((one) => [one.id, one.following, one.note]), [
      [ids.bob, true, "Bakes rye"],
      [ids.carol, false, ""],
    ]);
  });
  await told.step("v1.accounts.familiarFollowers.fetch", async () => {
    const found = await carol.v1.accounts.familiarFollowers.fetch({ id: [ids.bob] });
    assert.deepEqual(found, [{ id: ids.bob, accounts: [] }]);
    await carol.v1.accounts.$select(ids.alice).follow();
    const [known] = await carol.v1.accounts.familiarFollowers.fetch({ id: [ids.bob] });
    assert.deepEqual(idsOf(known.accounts), [ids.alice]);
    await carol.v1.accounts.$select(ids.alice).unfollow();
  });
  await told.step("v1.accounts.$select.endorse, v1.endorsements.list, unendorse", async () => {
    assert.equal((await seen.endorse()).endorsed, true);
    assert.deepEqual(idsOf(await alice.v1.endorsements.list()), [ids.bob]);
    assert.deepEqual(idsOf(await bob.v1.accounts.$select(ids.alice).endorsements.list()), [ids.bob]);
    assert.equal((await seen.unendorse()).endorsed, false);
  });
  await told.step("v1.followRequests.list, $select.reject, authorize", async () => {
    await bob.v1.accounts.updateCredentials({ locked: true });
    assert.equal((await seen.unfollow()).following, false);
    assert.deepEqual([(await seen.follow()).requested, idsOf(await bob.v1.followRequests.list())], [true, [ids.alice]]);
    assert.equal((await bob.v1.followRequests.$select(ids.alice).reject()).followedBy, false);
    await seen.follow();
    assert.equal((await bob.v1.followRequests.$select(ids.alice).authorize()).followedBy, true);
    await bob.v1.accounts.updateCredentials({ locked: false });
  });
  await told.step("v1.accounts.$select.removeFromFollowers", async () => {
    assert.equal((await bob.v1.accounts.$select(ids.alice).removeFromFollowers()).followedBy, false);
    assert.equal((await seen.follow()).following, true);
  });
}

async function keepingAway({ told, alice, ids }) {
  const seen = alice.v1.accounts.$select(ids.carol);
  await told.step("v1.accounts.$select.mute, v1.mutes.list, unmute", async () => {
    const stands = await seen.mute({ notifications: false, duration: 600 });
    assert.deepEqual([stands.muting, stands.mutingNotifications], [true, false]);
    assert.deepEqual(idsOf(await alice.v1.mutes.list()), [ids.carol]);
    assert.equal((await seen.unmute()).muting, false);
  });
  await told.step("v1.accounts.$select.block, v1.blocks.list, unblock", async () => {
    assert.equal((await seen.block()).blocking, true);
    assert.deepEqual(idsOf(await alice.v1.blocks.list()), [ids.carol]);
    assert.equal((await seen.unblock()).blocking, false);
  });
  await told.step("v1.domainBlocks.create, list, remove", async () => {
    await alice.v1.domainBlocks.create({ domain: "far.example" });
    assert.deepEqual(await alice.v1.domainBlocks.list(), ["far.example"]);
    await alice.v1.domainBlocks.remove({ domain: "far.example" });
    assert.deepEqual(await alice.v1.domainBlocks.list(), []);
  });
  await told.step("v1.reports.create", async () => {
    const post = (await alice.v1.accounts.$select(ids.carol).statuses.list({ limit: 1 }))[0];
    const report = await alice.v1.reports.create({
      accountId: ids.carol, statusIds: [post.id], comment: "Too many pages", category: "spam", forward: false,
    });
    assert.deepEqual([report.category, report.targetAccount.id, report.statusIds], ["spam", ids.carol, [post.id]]);
  });
  await told.step("v2.suggestions.list, v1.suggestions.$select.remove", async () => {
    const found = await alice.v2.suggestions.list();
    assert.ok(found.every((one) => one.account.id !== ids.bob));
    await alice.v1.suggestions.$select(ids.carol).remove();
    assert.ok((await alice.v2.suggestions.list()).every((one) => one.account.id !== ids.carol));
  });
}

async function lists({ told, alice, bob, ids }) {
  const list = await told.step("v1.lists.create, list, $select.update, fetch", async () => {
    const made = await alice.v1.lists.create({ title: "Bakers", exclusive: false });
    assert.deepEqual(idsOf(await alice.v1.lists.list()), [made.id]);
    const changed = await alice.v1.lists.$select(made.id).update({ title: "Who bakes" });
    assert.deepEqual(await alice.v1.lists.$select(made.id).fetch(), changed);
    return changed;
  });
  await told.step("v1.lists.$select.accounts.create, list; v1.accounts.$select.lists; v1.timelines.list", async () => {
    await alice.v1.lists.$select(list.id).accounts.create({ accountIds: [ids.bob] });
    assert.deepEqual(idsOf(await alice.v1.lists.$select(list.id).accounts.list()), [ids.bob]);
    assert.deepEqual(idsOf(await alice.v1.accounts.$select(ids.bob).lists.list()), [list.id]);
    const post = await bob.v1.statuses.create({ status: "Rye at nine", visibility: "public" });
    assert.equal((await alice.v1.timelines.list.$select(list.id).list({ limit: 1 }))[0].id, post.id);
  });
  await told.step("v1.lists.$select.accounts.remove, $select.remove", async () => {
    await alice.v1.lists.$select(list.id).accounts.remove({ accountIds: [ids.bob] });
    assert.deepEqual(await alice.v1.lists.$select(list.id).accounts.list(), []);
    await alice.v1.lists.$select(list.id).remove();
    assert.deepEqual(await alice.v1.lists.list(), []);
  });
}

async function tags({ told, alice, bob, ids }) {
  await told.step("v1.tags.$select.fetch, follow, unfollow; v1.followedTags.list", async () => {
    assert.equal((await alice.v1.tags.$select("butter").fetch()).following, false);
    assert.equal((await alice.v1.tags.$select("butter").follow()).following, true);
    assert.deepEqual((await alice.v1.followedTags.list()).map((tag) => tag.name), ["butter"]);
    assert.equal((await alice.v1.tags.$select("butter").unfollow()).following, false);
  });
  await told.step("v1.featuredTags.create, list, suggestions, $select.remove", async () => {
    assert.deepEqual((await alice.v1.featuredTags.suggestions.list()).map((tag) => tag.name), ["butter"]);
    const tag = await alice.v1.featuredTags.create({ name: "butter" });
    assert.deepEqual([tag.name, tag.statusesCount], ["butter", "1"]);
    assert.deepEqual(idsOf(await bob.v1.accounts.$select(ids.alice).featuredTags.list()), [tag.id]);
    assert.deepEqual(idsOf(await alice.v1.featuredTags.list()), [tag.id]);
    await alice.v1.featuredTags.$select(tag.id).remove();
    assert.deepEqual(await alice.v1.featuredTags.list(), []);
  });
  await told.step("v1.tags.$select.feature, unfeature", async () => {
    assert.equal((await alice.v1.tags.$select("butter").feature()).featuring, true);
    assert.equal((await alice.v1.tags.$select("butter").unfeature()).featuring, false);
  });
}

async function notifications({ told, alice, bob, carol }) {
  await bob.v1.notifications.clear();
  const post = await bob.v1.statuses.create({ status: "Fresh!", visibility: "public" });
  await alice.v1.statuses.$select(post.id).favourite();
  await carol.v1.statuses.$select(post.id).favourite();
  await carol.v1.statuses.create({ status: "@bob how much?", visibility: "public" });
  await told.step("v1.notifications.list, $select.fetch, unreadCount", async () => {
    const found = await soon(3, () => bob.v1.notifications.list({ limit: 10 }));
    assert.deepEqual(found.map((notice) => notice.type), ["mention", "favourite", "favourite"]);
    assert.deepEqual((await bob.v1.notifications.list({ types: ["mention"] })).length, 1);
    assert.deepEqual((await bob.v1.notifications.list({ excludeTypes: ["mention"] })).length, 2);
    assert.equal((await bob.v1.notifications.$select(found[0].id).fetch()).id, found[0].id);
    assert.equal((await bob.v1.notifications.unreadCount.fetch()).count, 3);
  });
  await told.step("v2.notifications.list, $select.fetch, accounts, unreadCount, dismiss", async () => {
    const found = await bob.v2.notifications.list({ groupedTypes: ["favourite"] });
    assert.deepEqual(found.notificationGroups.map((group) => [group.type, group.notificationsCount]), [["mention", 1], ["favourite", 2]]);
    const key = found.notificationGroups[1].groupKey;
    assert.equal((await bob.v2.notifications.$select(key).fetch()).notificationGroups[0].groupKey, key);
    assert.equal((await bob.v2.notifications.$select(key).accounts.fetch()).length, 2);
    assert.equal((await bob.v2.notifications.unreadCount.fetch()).count, 2);
    await bob.v2.notifications.$select(key).dismiss();
    assert.deepEqual((await bob.v1.notifications.list()).map((notice) => notice.type), ["mention"]);
  });
  await told.step("v2.notifications.policy.fetch, update; v1.notifications.requests.*", async () => {
    assert.equal((await bob.v2.notifications.policy.fetch()).forNotFollowing, "accept");
    assert.equal((await bob.v2.notifications.policy.update({ forNotFollowing: "filter" })).forNotFollowing, "filter");
    await carol.v1.statuses.create({ status: "@bob still there?", visibility: "public" });
    const [request] = await soon(1, () => bob.v1.notifications.requests.list());
    assert.equal(request.account.acct, "carol");
    assert.equal((await bob.v1.notifications.requests.$select(request.id).fetch()).id, request.id);
    await bob.v1.notifications.requests.$select(request.id).accept();
    assert.equal((await bob.v1.notifications.requests.merged.fetch()).merged, true);
    assert.equal((await bob.v1.notifications.list({ types: ["mention"] })).length, 2);
    await bob.v2.notifications.policy.update({ forNotFollowing: "accept" });
  });
  await told.step("v1.notifications.$select.dismiss, clear", async () => {
    const [first] = await bob.v1.notifications.list();
    await bob.v1.notifications.$select(first.id).dismiss();
    await bob.v1.notifications.clear();
    assert.deepEqual(await bob.v1.notifications.list(), []);
  });
}

async function conversations({ told, alice, bob, ids }) {
  const post = await bob.v1.statuses.create({ status: "@alice between us", visibility: "direct" });
  await told.step("v1.conversations.list, $select.read, unread, remove", async () => {
    const [found] = await soon(1, () => alice.v1.conversations.list());
    assert.deepEqual([found.lastStatus.id, idsOf(found.accounts), found.unread], [post.id, [ids.bob], true]);
    assert.equal((await alice.v1.conversations.$select(found.id).read()).unread, false);
    assert.equal((await alice.v1.conversations.$select(found.id).unread()).unread, true);
    await alice.v1.conversations.$select(found.id).remove();
    assert.deepEqual(await alice.v1.conversations.list(), []);
  });
}

export const chapters = [finding, following, keepingAway, lists, tags, notifications, conversations];
