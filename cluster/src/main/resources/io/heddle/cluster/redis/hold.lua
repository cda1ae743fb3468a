-- Keeps the reader's place, or takes it where nobody has it.
-- KEYS stream, reader
-- ARGV token, milliseconds that the place is kept, group
-- Gives 'standby'; or 'acquired'; or 'held', entries in the stream, entries that were read but not acknowledged
local holder = redis.call('GET', KEYS[2])
if holder and holder ~= ARGV[1] then
  return {'standby'}
end

local pending = redis.pcall('XPENDING', KEYS[1], ARGV[3])
if pending.err and string.find(pending.err, '^NOGROUP') then
  redis.call('XGROUP', 'CREATE', KEYS[1], ARGV[3], '0', 'MKSTREAM')
  holder = false
elseif pending.err then
  return pending
end

if not holder then
  redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2])
  return {'acquired'}
end
-- Not SET: a Redis that has no memory left refuses that, and what frees memory is that this reader goes on.
redis.call('PEXPIRE', KEYS[2], ARGV[2])
return {'held', redis.call('XLEN', KEYS[1]), pending[1]}
