package io.heddle.actors.protocol;

/** What the actor of one connection can be told. */
public sealed interface ToConnection
    permits ClientCommand, RoomReply, PublishReply, ConnectionOrder {}
