import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, type Principal, RequireScope } from '@plumbline/access';
import { challengeWith, promoteTo, rollBack } from './pointer-moves.js';
import {
  type Challenge,
  challengeSchema,
  type Pointers,
  pointersSchema,
  type Promotion,
  promotionSchema,
} from './promotion.schema.js';
import { PromotionService } from './promotion.service.js';

/** Which version of a model answers, which did before, and which is tried in the shadow. */
@ApiTags('models')
@RequireScope('models')
@Controller('models/:model')
export class PromotionController {
  constructor(private readonly promotions: PromotionService) {}

  @Post('promote')
  @HttpCode(200)
  @ApiOperation({ summary: 'Make a version the champion of its model' })
  @ApiOkResponse({ standardSchema: pointersSchema })
  promote(
    @Param('model') model: string,
    @Body({ schema: promotionSchema }) { version }: Promotion,
    @CurrentPrincipal() { subject }: Principal,
  ): Promise<Pointers> {
    return this.promotions.move(model, promoteTo(version), subject);
  }

  @Post('rollback')
  @HttpCode(200)
  @ApiOperation({ summary: 'Go back to the champion before the present one' })
  @ApiOkResponse({ standardSchema: pointersSchema })
  rollback(@Param('model') model: string, @CurrentPrincipal() { subject }: Principal): Promise<Pointers> {
    return this.promotions.move(model, rollBack, subject);
  }

  @Post('challenger')
  @HttpCode(200)
  @ApiOperation({ summary: "Try a version in the champion's shadow, or none" })
  @ApiOkResponse({ standardSchema: pointersSchema })
  challenge(
    @Param('model') model: string,
    @Body({ schema: challengeSchema }) { version }: Challenge,
    @CurrentPrincipal() { subject }: Principal,
  ): Promise<Pointers> {
    return this.promotions.move(model, challengeWith(version), subject);
  }
}
