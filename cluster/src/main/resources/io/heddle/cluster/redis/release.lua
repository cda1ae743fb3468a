-- Leaves the reader's place to others, and the group where nothing is left to do in it.
-- KEYS stream, reader
-- ARGV token, group, consumer
-- Gives whether the place was ours
local ours = redis.call('GET', KEYS[2]) == ARGV[1]
if ours then
  redis.call('DEL', KEYS[2])
end
local pending = redis.pcall('XPENDING', KEYS[1], ARGV[2], '-', '+', 1, ARGV[3])
if not pending.err and #pending == 0 then
  redis.pcall('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[2], ARGV[3])
end
return {ours and 1 or 0}
