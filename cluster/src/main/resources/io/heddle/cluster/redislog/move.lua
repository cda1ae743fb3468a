-- Moves a user's cursor in a room, forward only; of too many, that goes which was not moved for longest.
-- KEYS cursors of the user in the room
-- ARGV device, epoch, offset, most cursors, milliseconds that they live
local before = redis.call('HGET', KEYS[1], ARGV[1])
if before then
  local epoch, offset = string.match(before, '^(%S+) (%d+)')
  if epoch == ARGV[2] and tonumber(offset) >= tonumber(ARGV[3]) then
    return 0
  end
end
local move = redis.call('HINCRBY', KEYS[1], '#', 1)
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2] .. ' ' .. ARGV[3] .. ' ' .. move)
if redis.call('HLEN', KEYS[1]) - 1 > tonumber(ARGV[4]) then
  local oldest, oldest_move
  local all = redis.call('HGETALL', KEYS[1])
  for i = 1, #all, 2 do
    local moved = tonumber(string.match(all[i + 1], ' (%d+)$') or '')
    if all[i] ~= '#' and moved and (not oldest_move or moved < oldest_move) then
      oldest, oldest_move = all[i], moved
    end
  end
  redis.call('HDEL', KEYS[1], oldest)
end
redis.call('PEXPIRE', KEYS[1], ARGV[5])
return 1
