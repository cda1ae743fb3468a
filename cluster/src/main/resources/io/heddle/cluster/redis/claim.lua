-- Takes over entries that were read and not acknowledged, whoever read them, where the reader's place is ours.
-- Consumers that are left without any are forgotten with the last page.
-- KEYS stream, reader
-- ARGV token, group, consumer, id to begin with, count
-- Gives 'lost'; or 'held', id to go on with ('': that was all), entries with id, fields, tries and whether they were
--      another's, entries that were gone from the stream
if redis.call('GET', KEYS[2]) ~= ARGV[1] then
  return {'lost'}
end
local pending = redis.call('XPENDING', KEYS[1], ARGV[2], ARGV[4], '+', ARGV[5])
local entries, gone = {}, 0
for _, one in ipairs(pending) do
  local entry = redis.call('XRANGE', KEYS[1], one[1], one[1])[1]
  if entry then
    redis.call('XCLAIM', KEYS[1], ARGV[2], ARGV[3], 0, one[1], 'JUSTID')
    entries[#entries + 1] = {entry[1], entry[2], one[4], one[2] ~= ARGV[3] and 1 or 0}
  else
    redis.call('XACK', KEYS[1], ARGV[2], one[1])
    gone = gone + 1
  end
end
if #pending >= tonumber(ARGV[5]) then
  return {'held', '(' .. pending[#pending][1], entries, gone}
end
for _, consumer in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[2])) do
  local of = {}
  for i = 1, #consumer, 2 do
    of[consumer[i]] = consumer[i + 1]
  end
  if of['pending'] == 0 and of['name'] ~= ARGV[3] then
    redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[2], of['name'])
  end
end
return {'held', '', entries, gone}
