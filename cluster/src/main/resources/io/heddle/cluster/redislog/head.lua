-- Epoch and head of a room, made where there is none. A Redis with another replication id may lack
-- what the last one acknowledged, and so does one that is behind what somebody holds: a new epoch.
-- KEYS meta, stream, keys, keys by age
-- ARGV epoch to be used if one is needed, milliseconds that the meta lives, name, epoch and offset
--      that somebody holds, or two empty texts
-- Gives epoch, head, 1 where the epoch was renewed
local id = string.match(redis.call('INFO', 'replication'), 'master_replid:(%w+)')
local m = redis.call('HMGET', KEYS[1], 'e', 'h', 'g')
local answer
if not m[1] then
  redis.call('DEL', KEYS[2], KEYS[3], KEYS[4])
  redis.call('HSET', KEYS[1], 'e', ARGV[1], 'h', '0', 'b', '0', 't', '0', 'l', '', 'r', '',
    'g', id, 'n', ARGV[3])
  answer = {ARGV[1], '0', 0}
elseif m[3] ~= id or (ARGV[4] == m[1] and tonumber(ARGV[5]) > tonumber(m[2])) then
  redis.call('HSET', KEYS[1], 'e', ARGV[1], 'g', id, 'l', '', 'r', '')
  answer = {ARGV[1], m[2], 1}
else
  answer = {m[1], m[2], 0}
end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return answer
